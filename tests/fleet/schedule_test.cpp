// SPDX-License-Identifier: MIT
#include "sim/fleet/schedule.h"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

namespace mqseal::fleet {
namespace {

constexpr Nanos origin = 5'000'000'000;
constexpr auto constant = scenario::Schedule::constant;
constexpr auto poisson = scenario::Schedule::poisson;

TEST(Schedule, constant_gaps_are_equal_and_do_not_drift) {
  Schedule schedule(constant, 3.0, 1, 1, origin);  // a gap that no nanosecond divides
  const Nanos first = schedule.next();
  EXPECT_GE(first, origin);
  EXPECT_LT(first, origin + 333'333'334);
  Nanos last = first;
  for (int i = 1; i <= 300'000; ++i) {
    last = schedule.next();
  }
  EXPECT_NEAR(static_cast<double>(last - first), 1e5 * 1e9, 2);
}

TEST(Schedule, clients_do_not_publish_in_step) {
  std::set<Nanos> firsts;
  for (std::uint32_t sender = 1; sender <= 100; ++sender) {
    firsts.insert(Schedule(constant, 10, 1, sender, origin).next());
  }
  EXPECT_EQ(firsts.size(), 100U);
}

TEST(Schedule, poisson_gaps_have_the_mean_and_the_spread_of_an_exponential) {
  Schedule schedule(poisson, 1000, 1, 1, origin);
  constexpr int gaps = 200'000;
  double sum = 0, squares = 0;
  Nanos before = origin;
  for (int i = 0; i < gaps; ++i) {
    const Nanos at = schedule.next();
    ASSERT_GE(at, before);
    const double gap = static_cast<double>(at - before);
    sum += gap;
    squares += gap * gap;
    before = at;
  }
  const double mean = sum / gaps;
  EXPECT_NEAR(mean, 1e6, 1e4);
  EXPECT_NEAR(std::sqrt(squares / gaps - mean * mean), 1e6, 2e4);
}

TEST(Schedule, follows_from_seed_and_sender_alone) {
  for (const auto kind : {constant, poisson}) {
    Schedule a(kind, 50, 1, 1, origin), same(kind, 50, 1, 1, origin), other(kind, 50, 1, 2, origin),
        seeded(kind, 50, 2, 1, origin);
    const Nanos at = a.next();
    EXPECT_EQ(at, same.next());
    EXPECT_NE(at, other.next());
    EXPECT_NE(at, seeded.next());
  }
}

}  // namespace
}  // namespace mqseal::fleet
