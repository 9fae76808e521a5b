// SPDX-License-Identifier: MIT
// Every attack against a real broker: each scenario of scenarios/lab/attacks runs, and its verdicts
// are those that it predicts. What needs the right to capture says so where it is missing.
#include <algorithm>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "tests/integration/program.h"

namespace mqseal::integration {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::vector<std::string> scenarios() {
  std::vector<std::string> names;
  for (const auto& entry :
       fs::directory_iterator(fs::path(MQSEAL_SOURCE_DIR) / "scenarios" / "lab" / "attacks")) {
    names.push_back(entry.path().stem());
  }
  std::ranges::sort(names);
  return names;
}

/// The machine may be busy; the longest takes half a minute on a quiet one.
constexpr std::chrono::seconds longest{170};

class AttackLive : public testing::TestWithParam<std::string> {};

TEST_P(AttackLive, gives_what_its_scenario_predicts) {
  const Scratch scratch;
  const fs::path file =
      fs::path(MQSEAL_SOURCE_DIR) / "scenarios" / "lab" / "attacks" / (GetParam() + ".yaml");
  Program program(scratch,
                  mqseal({"run", file, "--out", scratch.path() / "out", "--progress", "plain"}));
  const int code = program.wait(longest);
  const json result = result_in(scratch.path() / "out");
  ASSERT_FALSE(result.is_null()) << program.err();
  EXPECT_FALSE(result["runs"].empty());
  const bool may_capture = ::geteuid() == 0;
  for (const json& run : result["runs"]) {
    ASSERT_FALSE(run["attacks"].empty());
    for (const json& attack : run["attacks"]) {
      EXPECT_NE(attack["evidence"], "") << run["id"];
      if (may_capture || attack["verdict"] != "not_measured") {
        EXPECT_EQ(attack["verdict"], attack["predicted"]) << run["id"] << ": " << attack.dump(1);
      }
    }
  }
  if (may_capture) {
    EXPECT_EQ(code, 0) << program.err();
  }
}

INSTANTIATE_TEST_SUITE_P(Each, AttackLive, testing::ValuesIn(scenarios()), [](const auto& one) {
  std::string name = one.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace mqseal::integration
