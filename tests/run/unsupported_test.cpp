// SPDX-License-Identifier: MIT
// Runs that their broker cannot carry: left out where brokers are compared, else the end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "tests/run/fakes.h"

namespace mqseal::run::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* reason = "not supported by rabbitmq 3.10.8: QoS 2 (probe: ...)";

/// Every run of one cipher is refused, for one of two kinds of reason.
void refuse_aes(Bench& bench, std::string Outcome::*kind = &Outcome::unsupported) {
  bench.executor.before = [kind](const std::string& id, Outcome& outcome) {
    if (id.ends_with("aes-128-eax")) {
      outcome.*kind = reason;
    }
  };
}

scenario::Plan plan_over(const char* factor, int rounds) {
  scenario::Plan plan = plan_of(rounds, {"none", "aes-128-eax"});
  plan.scenario.matrix = {{factor, {"one", "other"}}};
  return plan;
}

TEST(Unsupported, ends_the_campaign_where_no_brokers_are_compared) {
  Bench bench;
  refuse_aes(bench);
  try {
    bench.run(plan_of(1, {"none", "aes-128-eax"}));
    FAIL() << "went on";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::environment);
    EXPECT_THAT(error.what(), HasSubstr(reason));
  }
  EXPECT_EQ(bench.result()["status"], "failed");
}

TEST(Unsupported, leaves_the_run_out_where_brokers_are_compared_and_says_so_once) {
  Bench bench;
  refuse_aes(bench);
  EXPECT_EQ(bench.run(plan_over("broker", 3)), base::ExitCode::done);
  const json result = bench.result();
  EXPECT_EQ(result["status"], "complete");
  EXPECT_EQ(result["runs"].size(), 6U);  // of nine
  for (const json& run : result["runs"]) {
    EXPECT_EQ(run["factors"]["cipher"], "none");
  }
  EXPECT_EQ(result["warnings"], json::array({reason}));
}

TEST(Unsupported, leaves_an_arm_out_only_where_its_defence_cannot_be) {
  Bench undefended;
  refuse_aes(undefended, &Outcome::undefended);
  EXPECT_EQ(undefended.run(plan_over("arm", 1)), base::ExitCode::done);
  EXPECT_EQ(undefended.result()["warnings"], json::array({reason}));
  Bench unsupported;
  refuse_aes(unsupported);
  EXPECT_THROW(unsupported.run(plan_over("arm", 1)), base::Error);
}

}  // namespace
}  // namespace mqseal::run::test
