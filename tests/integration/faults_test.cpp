// SPDX-License-Identifier: MIT
// Faults to the broker as a user asks for them: the stall that response time holds and service time
// hides, and a restart that the ledger accounts for.
#include <gtest/gtest.h>

#include "tests/integration/program.h"
#include "tests/integration/scenario_text.h"

namespace mqseal::integration {
namespace {

using nlohmann::json;

/// Runs the scenario file of ours with changes, and returns the runs by their level of `factor`;
/// controls left out.
std::map<std::string, json> runs_of(const Scratch& scratch,
                                    const std::string& file,
                                    std::vector<std::string> changes,
                                    const std::string& factor) {
  std::vector<std::string> argv{"run",
                                MQSEAL_SOURCE_DIR "/scenarios/load/" + file,
                                "--out",
                                scratch.path() / "out",
                                "--rounds",
                                "1",
                                "--set",
                                "quick_look=true",
                                "--progress",
                                "plain"};
  for (std::string& change : changes) {
    argv.insert(argv.end(), {"--set", std::move(change)});
  }
  Program program(scratch, mqseal(argv));
  const int code = program.wait();
  EXPECT_TRUE(code == 0 || code == 11) << code << program.err();  // 11: a loaded machine was late
  std::map<std::string, json> runs;
  const json result = result_in(scratch.path() / "out");
  for (const json& run : result["runs"]) {
    if (!run["control"].get<bool>() && run["repeat_of"].is_null()) {
      runs[run["factors"][factor].get<std::string>()] = run;
    }
  }
  return runs;
}

// Each message that is due in the stop waits for what is left of it: the mean over a window W of a
// stop S rises by S^2 / (2 W).
TEST(Faults, a_stall_shows_whole_in_response_time_and_hides_from_service_time) {
  const Scratch scratch;
  const auto runs =
      runs_of(scratch, "stall.yaml", {"phases.measure=6s", "faults.0.at=1s"}, "fault");
  ASSERT_EQ(runs.size(), 2U);
  const json& stalled = runs.at("pause")["latency_us"];
  const json& calm = runs.at("none")["latency_us"];
  EXPECT_GE(stalled["response"]["p99"].get<double>(), 0.8e6);
  EXPECT_LT(stalled["service"]["p99"].get<double>(), 0.1e6);
  const double stopped_s = runs.at("pause")["faults"][0]["lasted_s"];
  const double expected =
      1e6 * stopped_s * stopped_s / (2 * 6.0) + calm["response"]["mean"].get<double>();
  EXPECT_NEAR(stalled["response"]["mean"].get<double>(), expected, 0.15 * expected);
}

TEST(Faults, a_restart_is_played_and_the_ledger_says_who_lost_what) {
  const Scratch scratch;
  const auto runs = runs_of(scratch,
                            "restart.yaml",
                            {"phases.measure=3s",
                             "faults.0.at=1s",
                             "faults.0.for=300ms",
                             "matrix.fault=[terminate, kill]",
                             "matrix.persistence=[true]",
                             "matrix.session=[persistent]",
                             "phases.drain=3s"},
                            "fault");
  ASSERT_EQ(runs.size(), 2U);
  for (const auto& [fault, run] : runs) {
    const json& counts = run["counts"];
    EXPECT_EQ(counts["sent"], counts["scheduled"]) << fault;
    EXPECT_EQ(counts["acknowledged"], counts["sent"]) << fault;
    EXPECT_EQ(counts["lost"], counts["acknowledged_lost"]) << fault << ": only the broker loses";
    ASSERT_EQ(run["faults"].size(), 1U);
    EXPECT_EQ(run["faults"][0]["action"], fault);
    EXPECT_NEAR(run["faults"][0]["at_s"].get<double>(), 1, 0.2);
    EXPECT_TRUE(run["cpu"]["broker_us_per_msg"].is_null()) << "two processes, and we sum none";
  }
  EXPECT_EQ(runs.at("terminate")["counts"]["acknowledged_lost"], 0) << "it saves as it ends";
}

TEST(Faults, the_brokers_own_counters_agree_to_the_packet) {
  const Scratch scratch;
  const auto scenario = scratch.file("tiny.yaml", both_ports("none", 1, "300ms"));
  Program program(
      scratch,
      mqseal({"run", scenario, "--out", scratch.path() / "out", "--set", "broker.counters=true"}));
  ASSERT_EQ(program.wait(), 0) << program.err();
  const json result = result_in(scratch.path() / "out");
  ASSERT_EQ(result["runs"].size(), 2U);
  for (const json& run : result["runs"]) {
    const json& counts = run["counts"];
    EXPECT_GT(counts["published"], counts["sent"]) << "the warm-up counts here";
    EXPECT_EQ(counts["broker_received"], counts["published"]);
    EXPECT_EQ(counts["broker_sent"], counts["received"]);
  }
}

}  // namespace
}  // namespace mqseal::integration
