// SPDX-License-Identifier: MIT
// An attack beside a fleet as a user asks for it: all arms, in the direction that was measured
// before, and nothing left of attackers whatever ends mqseal.
#include <csignal>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "sim/base/file.h"
#include "tests/integration/program.h"

namespace mqseal::integration {
namespace {

using nlohmann::json;

std::vector<std::string> quick(const std::string& file, const Scratch& scratch) {
  return mqseal({"run",
                 std::string(MQSEAL_SOURCE_DIR "/scenarios/attacks/") + file,
                 "--out",
                 scratch.path() / "out",
                 "--quick",
                 "--progress",
                 "plain"});
}

std::map<std::string, json> attacks_by_arm(const json& result) {
  std::map<std::string, json> arms;
  for (const json& run : result["runs"]) {
    arms[run["factors"]["arm"].get<std::string>()] = run["attacks"][0];
  }
  return arms;
}

/// Processes of ours whose command line names a file below `dir`.
std::vector<std::string> attackers_of(const std::filesystem::path& dir) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "cmdline");
    std::stringstream text;
    text << file.rdbuf();  // of a process that has just ended: nothing, and no exception
    const std::string line = text.str();
    if (line.find("flood-attacker") != std::string::npos &&
        line.find(dir.string()) != std::string::npos) {
      found.push_back(entry.path().filename());
    }
  }
  return found;
}

TEST(Flood, holding_connections_shuts_the_other_port_and_a_limit_keeps_it_open) {
  const Scratch scratch;
  std::vector<std::string> argv = quick("tcp-hold.yaml", scratch);
  for (const char* change :
       {"phases.measure=40s", "attack.at=8s", "attack.for=26s", "attack.probe_patience=5s"}) {
    argv.insert(argv.end(), {"--set", change});  // time to fill the table on a slow machine too
  }
  Program program(scratch, argv);
  ASSERT_EQ(program.wait(), 0) << program.err();
  const json result = result_in(scratch.path() / "out");
  const auto arms = attacks_by_arm(result);
  ASSERT_EQ(arms.size(), 4U);
  const auto connects = [&](const std::string& arm) {
    return arms.at(arm)["metrics"]["connect_success_tls"].get<double>();
  };
  EXPECT_GT(connects("none"), 0.9);
  EXPECT_GT(connects("sink"), 0.9);
  EXPECT_LT(connects("attack"), 0.6);
  EXPECT_GT(connects("defended"), 0.9);
  EXPECT_GT(arms.at("attack")["metrics"]["delivered_ratio"].get<double>(), 0.9);
  EXPECT_GE(arms.at("attack")["metrics"]["broker_descriptors"].get<int>(), 1000);
  EXPECT_EQ(arms.at("attack")["verdict"], "succeeded");
  EXPECT_TRUE(arms.at("attack")["own_errors"].empty());
  EXPECT_FALSE(result["resilience"].empty());
  const std::string page = base::read_file(scratch.path() / "out" / "report.html");
  EXPECT_NE(page.find("Hold TCP connections"), std::string::npos);
}

TEST(Flood, a_firewall_limits_what_one_source_holds) {
  const Scratch scratch;
  std::vector<std::string> argv = quick("tcp-hold-firewall.yaml", scratch);
  argv.insert(argv.end(), {"--set", "matrix.arm=[none, defended]"});
  Program program(scratch, argv);
  ASSERT_EQ(program.wait(), 0) << program.err();
  const auto arms = attacks_by_arm(result_in(scratch.path() / "out"));
  const json& defended = arms.at("defended");
  EXPECT_GT(defended["attacker"]["opened"].get<int>(), 100);
  EXPECT_EQ(defended["attacker"]["connected"].get<int>(), 50);
  EXPECT_LT(defended["metrics"]["broker_descriptors"].get<int>(), 200);
  EXPECT_GT(defended["metrics"]["connect_success_plain"].get<double>(), 0.9);
}

TEST(Flood, a_firewall_with_a_fault_stops_everything_before_it_begins) {
  const Scratch scratch;
  std::vector<std::string> argv = quick("tcp-hold-firewall.yaml", scratch);
  argv.insert(argv.end(), {"--set", "attack.defence.firewall=table ip guard { chain"});
  Program program(scratch, argv);
  EXPECT_EQ(program.wait(), 2);
  EXPECT_NE(program.err().find("attack.defence.firewall: packet rules: "), std::string::npos)
      << program.err();
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "out"));
}

TEST(Flood, nothing_is_left_of_an_attacker_when_mqseal_is_killed) {
  const Scratch scratch;
  Program program(scratch, quick("keep-alive.yaml", scratch));
  ASSERT_TRUE(eventually([&] { return !attackers_of(scratch.path()).empty(); })) << program.err();
  program.signal(SIGKILL);
  static_cast<void>(program.wait());
  EXPECT_TRUE(eventually(
      [&] { return attackers_of(scratch.path()).empty() && brokers_of(scratch.path()).empty(); }));
}

}  // namespace
}  // namespace mqseal::integration
