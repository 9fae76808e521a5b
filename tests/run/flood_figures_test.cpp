// SPDX-License-Identifier: MIT
// Figures of an attack from invented sightings.
#include "sim/run/flood_figures.h"

#include <gtest/gtest.h>

namespace mqseal::run {
namespace {

constexpr Nanos second = base::nanos_per_second;
constexpr Nanos begin = 100 * second;

/// 2 s baseline, 3 s attack, 2 s recovery: 10 messages a step of 100 ms, 1 ms each; under attack
/// half of them, 20 ms each. Probes each 100 ms on both ports; under attack those of the TLS port
/// are not answered.
FloodSightings sightings() {
  FloodSightings seen;
  seen.begin = begin;
  seen.attack = 2 * second;
  seen.calm = 5 * second;
  seen.end = 7 * second;
  for (int step = 0; step < 70; ++step) {
    const bool hurt = step >= 20 && step < 50;
    record::TimelinePoint point;
    point.at_s = step / 10.0;
    point.delivered = hurt ? 5 : 10;
    point.response_p99_us = hurt ? 20000 : 1000;
    point.responses = {{hurt ? 20'000'000 : 1'000'000, point.delivered}};
    seen.timeline.push_back(point);
    for (const bool tls : {false, true}) {
      const bool answered = !(tls && hurt);
      seen.probes.push_back({begin + step * second / 10, tls, answered, answered ? 2'000'000 : 0});
    }
    ProcessState state;
    state.at = begin + step * second / 10;
    state.rss_bytes = hurt ? 200 : 100;
    state.descriptors = hurt ? 1023 : 12;
    seen.broker.push_back(state);
    seen.cpu.push_back({state.at, step * second / 20});
  }
  return seen;
}

TEST(FloodFigures, each_phase_has_its_own_traffic_and_connects) {
  const auto phases = phases_of(sightings());
  ASSERT_EQ(phases.size(), 3U);
  EXPECT_DOUBLE_EQ(*phases[0].delivered_ratio, 1);
  EXPECT_DOUBLE_EQ(*phases[1].delivered_ratio, 0.5);
  EXPECT_DOUBLE_EQ(*phases[2].delivered_ratio, 1);
  EXPECT_DOUBLE_EQ(*phases[0].p99_us, 1000);
  EXPECT_DOUBLE_EQ(*phases[1].p99_us, 20000);
  EXPECT_EQ(phases[1].plain.due, 30U);
  EXPECT_DOUBLE_EQ(*phases[1].plain.ratio(), 1);
  EXPECT_DOUBLE_EQ(*phases[1].tls.ratio(), 0);
  EXPECT_FALSE(phases[1].tls.median_ms.has_value());
  EXPECT_NEAR(*phases[1].broker_cpu_share, 0.5, 0.01);
}

TEST(FloodFigures, an_attack_between_two_steps_does_not_change_the_rate) {
  FloodSightings seen = sightings();
  seen.attack = 1250 * (second / 1000);
  seen.calm = 1950 * (second / 1000);
  const auto phases = phases_of(seen);
  EXPECT_DOUBLE_EQ(*phases[0].delivered_ratio, 1);
  EXPECT_DOUBLE_EQ(*phases[1].delivered_ratio, 1);
}

TEST(FloodFigures, probes_that_the_end_of_the_attack_may_answer_are_left_out) {
  FloodSightings seen = sightings();
  seen.patience = second;
  for (flood::Probe& probe : seen.probes) {
    probe.answered = probe.answered || probe.due >= begin + 4 * second;  // when it ends, at 5 s
  }
  const auto phases = phases_of(seen);
  EXPECT_EQ(phases[1].tls.due, 20U);
  EXPECT_DOUBLE_EQ(*phases[1].tls.ratio(), 0);
  EXPECT_EQ(phases[2].tls.due, 20U);
}

TEST(FloodFigures, seconds_show_the_brokers_peak) {
  const auto seconds = seconds_of(sightings());
  ASSERT_EQ(seconds.size(), 7U);
  EXPECT_EQ(seconds[0].broker_descriptors, 12U);
  EXPECT_EQ(seconds[3].broker_descriptors, 1023U);
  EXPECT_EQ(seconds[3].tls.answered, 0U);
}

TEST(FloodFigures, recovery_waits_for_latency_and_for_new_connections) {
  FloodSightings seen = sightings();
  EXPECT_NEAR(*recovery_of(seen, 0.05), 0, 0.01);
  seen.probes[120].took = 6'000'000;  // at 6 s; 2 ms before
  EXPECT_NEAR(*recovery_of(seen, 0.05), 0, 0.01) << "less than 5 ms more is no harm";
  seen.probes[120].took = 8'000'000;
  EXPECT_NEAR(*recovery_of(seen, 0.05), 1, 0.01);
  seen.probes[120].took = 2'000'000;
  for (flood::Probe& probe : seen.probes) {
    if (probe.due == begin + 5 * second + second / 2 && probe.tls) {
      probe.answered = false;
    }
  }
  EXPECT_NEAR(*recovery_of(seen, 0.05), 0.5, 0.01);
  for (record::TimelinePoint& point : seen.timeline) {
    point.response_p99_us = point.at_s >= 5 && point.at_s < 6 ? 5000 : point.response_p99_us;
  }
  EXPECT_NEAR(*recovery_of(seen, 0.05), 1, 0.01);
  for (flood::Probe& probe : seen.probes) {
    probe.answered = probe.answered && probe.due < begin + 5 * second;
  }
  EXPECT_FALSE(recovery_of(seen, 0.05).has_value());
}

}  // namespace
}  // namespace mqseal::run
