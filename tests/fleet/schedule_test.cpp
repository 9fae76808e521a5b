// SPDX-License-Identifier: MIT
#include "sim/fleet/schedule.h"

#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "tests/fleet/groups.h"

namespace mqseal::fleet {
namespace {

using Kind = scenario::Schedule;

constexpr Nanos s = base::nanos_per_second;
constexpr Nanos origin = 5 * s;
constexpr Window window{origin, origin + 2 * s, origin + 12 * s};

scenario::Group group_of(Kind kind, double rate, double rate_to = 0) {
  scenario::Group group = publishers("p", 1, "t");
  group.schedule = kind;
  group.rate_msg_s = rate;
  group.rate_to_s = rate_to;
  return group;
}

Schedule schedule_of(const scenario::Group& group,
                     std::uint32_t sender = 1,
                     std::uint64_t seed = 1) {
  return {group, seed, sender, window};
}

/// Times due in [from, to).
double due(Schedule schedule, Nanos from, Nanos to) {
  double count = 0;
  for (Nanos at = schedule.next(); at < to; at = schedule.next()) {
    count += at >= from ? 1 : 0;
  }
  return count;
}

TEST(Schedule, constant_gaps_are_equal_and_do_not_drift) {
  // A gap that no nanosecond divides.
  Schedule schedule = schedule_of(group_of(Kind::constant, 3));
  const Nanos first = schedule.next();
  EXPECT_GE(first, origin);
  EXPECT_LT(first, origin + 333'333'334);
  Nanos last = first;
  for (int i = 1; i <= 300'000; ++i) {
    last = schedule.next();
  }
  EXPECT_NEAR(static_cast<double>(last - first), 1e5 * 1e9, 30);
}

TEST(Schedule, clients_do_not_publish_in_step) {
  std::set<Nanos> firsts;
  for (std::uint32_t sender = 1; sender <= 100; ++sender) {
    firsts.insert(schedule_of(group_of(Kind::constant, 10), sender).next());
  }
  EXPECT_EQ(firsts.size(), 100U);
}

TEST(Schedule, poisson_gaps_have_the_mean_and_the_spread_of_an_exponential) {
  Schedule schedule = schedule_of(group_of(Kind::poisson, 1000));
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

TEST(Schedule, a_burst_is_due_at_once_and_the_rate_holds) {
  scenario::Group group = group_of(Kind::bursty, 100);
  group.burst = 20;
  Schedule schedule = schedule_of(group);
  std::vector<Nanos> bursts;
  for (int burst = 0; burst < 50; ++burst) {
    bursts.push_back(schedule.next());
    for (int i = 1; i < group.burst; ++i) {
      ASSERT_EQ(schedule.next(), bursts.back());
    }
  }
  for (std::size_t i = 1; i < bursts.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(bursts[i] - bursts[i - 1]), 0.2 * s, 2);
  }
}

TEST(Schedule, a_ramp_holds_in_the_warm_up_and_grows_evenly_to_the_end) {
  const auto group = group_of(Kind::ramp, 100, 500);
  EXPECT_NEAR(due(schedule_of(group), origin, window.begin), 200, 1);
  EXPECT_NEAR(due(schedule_of(group), window.begin, window.end), 3000, 1);
  EXPECT_NEAR(due(schedule_of(group), window.begin, window.begin + 5 * s), 1000, 1);
  EXPECT_NEAR(due(schedule_of(group), window.end - s / 10, window.end), 49.8, 1);
}

TEST(Schedule, a_ramp_may_fall) {
  const auto group = group_of(Kind::ramp, 500, 100);
  EXPECT_NEAR(due(schedule_of(group), window.begin, window.end), 3000, 1);
  EXPECT_NEAR(due(schedule_of(group), window.begin, window.begin + 5 * s), 2000, 1);
}

TEST(Schedule, a_staircase_has_its_steps) {
  scenario::Group group = group_of(Kind::staircase, 100, 500);
  group.steps = 5;
  for (int step = 0; step < 5; ++step) {
    const Nanos from = window.begin + step * 2 * s;
    EXPECT_NEAR(due(schedule_of(group), from, from + 2 * s), 2 * 100 * (step + 1), 1) << step;
  }
}

TEST(Schedule, follows_from_seed_and_sender_alone) {
  for (const auto kind : {Kind::constant, Kind::poisson, Kind::bursty}) {
    const auto group = group_of(kind, 50);
    const Nanos at = schedule_of(group).next();
    EXPECT_EQ(at, schedule_of(group).next());
    EXPECT_NE(at, schedule_of(group, 2).next());
    EXPECT_NE(at, schedule_of(group, 1, 2).next());
  }
}

}  // namespace
}  // namespace mqseal::fleet
