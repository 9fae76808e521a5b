// SPDX-License-Identifier: MIT
// Both limits of the lateness rule, from both sides.
#include "sim/record/lateness.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mqseal::record {
namespace {

nlohmann::json run_with(double late_p99_us, double median_us, int sent) {
  return {{"counts", {{"scheduled", 10'000}, {"sent", sent}}},
          {"lateness_us", {{"p99", late_p99_us}}},
          {"latency_us", {{"response", {{"p50", median_us}}}}}};
}

TEST(LatenessRule, holds_both_limits) {
  EXPECT_TRUE(lateness_fault(run_with(100, 300, 10'000)).empty());
  EXPECT_FALSE(lateness_fault(run_with(101, 300, 10'000)).empty());
  EXPECT_TRUE(lateness_fault(run_with(199, 2000, 10'000)).empty());
  EXPECT_FALSE(lateness_fault(run_with(201, 2000, 10'000)).empty());
  EXPECT_TRUE(lateness_fault(run_with(1, 300, 9990)).empty());
  EXPECT_FALSE(lateness_fault(run_with(1, 300, 9989)).empty());
}

TEST(LatenessRule, does_not_judge_what_an_attack_is_compared_with) {
  auto run = run_with(1e6, 300, 10'000);
  for (const char* arm : {"none", "attack", "defended", "sink"}) {
    run["attacks"] = {{{"arm", arm}}};
    EXPECT_TRUE(lateness_fault(run).empty()) << arm;
  }
  run["attacks"] = {{{"id", "tamper"}}};  // on secrecy or integrity, without a fleet beside it
  EXPECT_FALSE(lateness_fault(run).empty());
}

TEST(LatenessRule, does_not_judge_what_was_not_measured) {
  auto run = run_with(1e6, 300, 0);
  run["interrupted"] = true;
  EXPECT_TRUE(lateness_fault(run).empty());
  run = run_with(5, 300, 10'000);
  run["latency_us"]["response"]["p50"] = nullptr;
  EXPECT_TRUE(lateness_fault(run).empty());
}

}  // namespace
}  // namespace mqseal::record
