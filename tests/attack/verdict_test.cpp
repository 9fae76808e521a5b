// SPDX-License-Identifier: MIT
// Counts to verdicts.
#include "sim/attack/verdict.h"

#include <gtest/gtest.h>

namespace mqseal::attack {
namespace {

using record::Verdict;

TEST(Verdicts, need_a_control_to_call_it_blocked) {
  EXPECT_EQ(verdict_of({true, 10, 0}), Verdict::blocked);
  EXPECT_EQ(verdict_of({false, 10, 0}), Verdict::inconclusive);
  EXPECT_EQ(verdict_of({true, 0, 0}), Verdict::inconclusive);
  EXPECT_EQ(verdict_of({true, 10, 1}), Verdict::succeeded);
  EXPECT_EQ(verdict_of({false, 10, 1}), Verdict::succeeded);
}

TEST(Verdicts, of_cases_are_summed_up) {
  const auto whole = [](const std::vector<Tally>& tallies) {
    record::Attack attack;
    for (const Tally& tally : tallies) {
      attack.cases.push_back(case_of("case", tally, ""));
    }
    sum_up(attack);
    return attack;
  };
  EXPECT_EQ(whole({{true, 5, 0}, {true, 7, 0}}).verdict, Verdict::blocked);
  EXPECT_EQ(whole({{true, 5, 0}, {true, 7, 0}}).attempts, 12U);
  EXPECT_EQ(whole({{true, 5, 0}, {true, 7, 2}}).verdict, Verdict::succeeded);
  EXPECT_EQ(whole({{true, 5, 0}, {false, 7, 0}}).verdict, Verdict::inconclusive);
  EXPECT_EQ(whole({}).verdict, Verdict::not_measured);
}

TEST(Verdicts, zero_of_n_leaves_a_rate_open) {
  EXPECT_NEAR(record::limit_of_failures(1), 0.95, 1e-12);
  EXPECT_NEAR(record::limit_of_failures(100), 0.0295, 1e-4);
  EXPECT_NEAR(record::limit_of_failures(1'000'000), 3e-6, 1e-8);
  EXPECT_EQ(record::limit_of_failures(0), 1);
}

}  // namespace
}  // namespace mqseal::attack
