// SPDX-License-Identifier: MIT
// The text of --dry-run: what it must say, and that it stays bounded.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/load.h"
#include "sim/scenario/plan.h"
#include "tests/scenario/mini.h"

namespace mqseal::scenario {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing_support::edited;

std::string described(const std::string& extra) {
  return describe(make_plan(parse(edited("", extra), "s.yaml")));
}

TEST(Describe, lists_values_runs_seeds_and_needs) {
  const Plan plan = make_plan(parse(edited("",
                                           "rounds: 6\nmatrix: {cipher: [none, aes-128-gcm]}\n"
                                           "primary: [cpu.seal_ns]\n"),
                                    "s.yaml"));
  const std::string text = describe(plan);
  EXPECT_THAT(text, HasSubstr("    payload_bytes: 64B\n"));
  EXPECT_THAT(text, HasSubstr("18 runs: 6 rounds of 2 combinations and the A/A control; seed 1\n"));
  EXPECT_THAT(text, HasSubstr("clients           2\n"));
  EXPECT_THAT(text, HasSubstr("file descriptors  66 in the fleet"));
  EXPECT_THAT(text, HasSubstr("1 comparisons (1 primary metrics): the corrected"));
  for (const scenario::Run& run : plan.runs) {
    EXPECT_THAT(text, HasSubstr(run.id));
  }
}

TEST(Describe, percentiles_need_ten_samples_beyond_them) {
  // One publisher and one subscriber for one second.
  const auto at_rate = [](const std::string& rate) {
    return described("matrix: {rate_msg_s: [" + rate + "]}\n");
  };
  EXPECT_THAT(at_rate("10000/s"), HasSubstr("supported: p50 p90 p99 p99.9\n"));
  EXPECT_THAT(at_rate("10000/s"), Not(HasSubstr("not supported")));
  EXPECT_THAT(at_rate("9999/s"), HasSubstr("not supported: p99.9 needs 10000\n"));
  EXPECT_THAT(at_rate("999/s"), HasSubstr("supported: p50 p90\n"));
  EXPECT_THAT(at_rate("1/s"), HasSubstr("supported: none\n"));
}

TEST(Describe, states_only_the_precision_that_was_simulated) {
  EXPECT_THAT(described("rounds: 5\n"), HasSubstr("an exact 95 % interval needs 6"));
  EXPECT_THAT(described("rounds: 6\n"), HasSubstr("about +-6.3 %"));
  EXPECT_THAT(described("rounds: 10\n"), HasSubstr("about +-3.3 %"));
  EXPECT_THAT(described("rounds: 14\n"), HasSubstr("about +-3.3 %"));
  EXPECT_THAT(described("rounds: 6\nprimary: [cpu.seal_ns]\n"
                        "matrix: {cipher: [none, aes-128-eax, aes-128-gcm]}\n"),
              HasSubstr("2 comparisons (1 primary metrics): too many for these rounds"));
}

TEST(Describe, stays_bounded_for_a_long_plan) {
  const std::string text = described(
      "rounds: 1000\nmatrix: {qos: [0, 1, 2], cipher: [none, aes-128-eax, aes-128-gcm]}\n");
  EXPECT_THAT(text, HasSubstr("10000 runs"));
  EXPECT_THAT(text, HasSubstr("  round 1: "));
  EXPECT_THAT(text, HasSubstr("  and 5000 more, in the same way\n"));
  EXPECT_LT(text.size(), 200'000U);
}

}  // namespace
}  // namespace mqseal::scenario
