// SPDX-License-Identifier: MIT
// Seeded streams: reproducible, independent, and of the right distribution.
#include "sim/base/rng.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <set>

#include <gtest/gtest.h>

namespace mqseal::base {
namespace {

TEST(Rng, the_same_name_gives_the_same_stream) {
  Rng a(7, "order", {1, 2});
  Rng b(7, "order", {1, 2});
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(a(), b());
  }
}

TEST(Rng, seed_label_and_each_index_name_another_stream) {
  std::set<std::uint64_t> first;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    first.insert(Rng(seed, "order")());
    first.insert(Rng(seed, "payload")());
    for (std::uint64_t i = 0; i < 10; ++i) {
      first.insert(Rng(seed, "order", {i})());
      first.insert(Rng(seed, "order", {i, i + 1})());
      first.insert(Rng(seed, "order", {i + 1, i})());
    }
  }
  EXPECT_EQ(first.size(), 10U * 2 + 10U * 30);
}

TEST(Rng, below_reaches_every_value_and_never_the_bound) {
  Rng rng(1, "below");
  std::array<int, 6> seen{};
  for (int i = 0; i < 60'000; ++i) {
    const std::uint64_t value = rng.below(6);
    ASSERT_LT(value, 6U);
    ++seen[value];
  }
  for (const int count : seen) {
    EXPECT_NEAR(count, 10'000, 500);  // more than 5 standard deviations (91)
  }
  EXPECT_EQ(rng.below(1), 0U);
}

TEST(Rng, uniform_lies_in_its_interval_with_mean_one_half) {
  Rng rng(2, "uniform");
  double sum = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double value = rng.uniform();
    ASSERT_GE(value, 0);
    ASSERT_LT(value, 1);
    sum += value;
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 0.005);
}

TEST(Rng, exponential_has_mean_one_and_the_tail_of_its_law) {
  Rng rng(3, "exponential");
  double sum = 0;
  int beyond = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double value = rng.exponential();
    ASSERT_GE(value, 0);
    ASSERT_TRUE(std::isfinite(value));
    sum += value;
    beyond += value > 2 ? 1 : 0;
  }
  EXPECT_NEAR(sum / 100'000, 1, 0.02);
  EXPECT_NEAR(beyond / 100'000.0, std::exp(-2), 0.006);
}

}  // namespace
}  // namespace mqseal::base
