// SPDX-License-Identifier: MIT
// CostMeter, Timeline, Tally: what a shard counts, without a broker.
#include <gtest/gtest.h>

#include "sim/fleet/cost_meter.h"
#include "sim/fleet/ledger.h"
#include "sim/fleet/tally.h"
#include "tests/fleet/groups.h"

namespace mqseal::fleet {
namespace {

constexpr Nanos s = base::nanos_per_second;

TEST(CostMeter, says_nothing_before_its_first_block) {
  CostMeter meter;
  for (std::size_t i = 0; i + 1 < CostMeter::block; ++i) {
    meter.add(100);
  }
  EXPECT_FALSE(meter.ns(0));
  meter.add(100);
  EXPECT_EQ(*meter.ns(0), 100);
  EXPECT_EQ(*meter.ns(30), 70);
  EXPECT_EQ(*meter.ns(130), 0) << "never below nothing";
}

TEST(CostMeter, an_interrupted_call_does_not_count_as_the_ciphers) {
  CostMeter meter;
  for (std::size_t i = 0; i < 100 * CostMeter::block; ++i) {
    meter.add(i % 700 == 0 ? 5'000'000 : 100);
  }
  EXPECT_EQ(*meter.ns(0), 100);
}

TEST(CostMeter, shares_one_reading_of_the_clock_among_the_calls_of_a_batch) {
  CostMeter meter;
  meter.add_many(3200, 32);
  meter.add_many(1600, 16);
  EXPECT_EQ(*meter.ns(0), 100);
  EXPECT_EQ(*meter.ns(48), 98) << "24 calls a reading";
  EXPECT_EQ(meter.calls_together(), 24);
}

TEST(CostMeter, merges) {
  CostMeter a, b;
  for (std::size_t i = 0; i < CostMeter::block; ++i) {
    a.add(100);
    b.add(200);
  }
  a.merge(b);
  EXPECT_GE(*a.ns(0), 100);
  EXPECT_LE(*a.ns(0), 200);
}

TEST(CostMeter, two_readings_of_the_clock_cost_something_and_not_much) {
  EXPECT_GT(clock_cost_ns(), 0);
  EXPECT_LT(clock_cost_ns(), 10'000);
}

TEST(Timeline, counts_each_second_from_the_measured_window) {
  Timeline timeline(10 * s);
  timeline.sent(9 * s + 999'999'999);
  timeline.sent(10 * s);
  timeline.delivered(10 * s + 1, 2'000);
  timeline.delivered(10 * s + 2, 4'000);
  timeline.error(12 * s);
  const auto points = timeline.take();
  ASSERT_EQ(points.size(), 3U);
  EXPECT_EQ(points[0].at_s, -1);
  EXPECT_EQ(points[0].sent, 1U);
  EXPECT_EQ(points[1].at_s, 0);
  EXPECT_EQ(points[1].sent, 1U);
  EXPECT_EQ(points[1].delivered, 2U);
  EXPECT_NEAR(points[1].response_p50_us, 2, 0.002);
  EXPECT_NEAR(points[1].response_p99_us, 4, 0.004);
  EXPECT_EQ(points[2].at_s, 2);
  EXPECT_EQ(points[2].errors, 1U);
}

TEST(Timeline, merges_second_by_second) {
  Timeline a(10 * s), b(10 * s);
  a.delivered(9 * s, 1'000);
  a.delivered(11 * s, 1'000);
  b.delivered(10 * s, 9'000);
  b.delivered(11 * s, 3'000);
  b.delivered(11 * s, 3'000);
  b.sent(13 * s);
  a.merge(b);
  const auto points = a.take();
  ASSERT_EQ(points.size(), 4U);
  const std::vector<double> at{points[0].at_s, points[1].at_s, points[2].at_s, points[3].at_s};
  EXPECT_EQ(at, (std::vector<double>{-1, 0, 1, 3}));
  EXPECT_EQ(points[2].delivered, 3U);
  EXPECT_NEAR(points[2].response_p50_us, 3, 0.003);
  EXPECT_TRUE(b.take().empty());
}

const std::vector<Audience> to_three{{0, 3}};

Tally tally_at(Nanos begin) {
  Tally tally(1);
  tally.begin({begin - s, begin, begin + s});
  return tally;
}

TEST(Tally, a_message_counts_once_for_each_receiver) {
  Tally tally = tally_at(10 * s);
  tally.sent(to_three, {10 * s, 10 * s + 5}, 10 * s, false);
  EXPECT_EQ(tally.sent_total(), 3U);
  for (int i = 0; i < 2; ++i) {
    tally.delivered(0, SentTimes{10 * s, 10 * s + 5}, 10 * s + 100, true);
  }
  EXPECT_EQ(tally.delivered_total(), 2U);
  tally.settle();
  const auto& counts = tally.flows()[0].counts;
  EXPECT_EQ(counts.scheduled, 3U);
  EXPECT_EQ(counts.sent, 3U);
  EXPECT_EQ(counts.delivered, 2U);
  EXPECT_EQ(counts.lost, 1U);
  EXPECT_EQ(tally.lateness().max(), 5);
  EXPECT_EQ(tally.flows()[0].response.max(), 100);
  EXPECT_EQ(tally.flows()[0].service.max(), 95);
}

TEST(Tally, warm_up_is_shown_and_not_measured) {
  Tally tally = tally_at(10 * s);
  tally.sent(to_three, {10 * s - 1, 10 * s - 1}, 10 * s - 1, false);
  tally.warmed_up(SentTimes{10 * s - 1, 10 * s - 1}, 10 * s - 1 + 40);
  EXPECT_EQ(tally.sent_total() + tally.delivered_total(), 0U);
  EXPECT_EQ(tally.flows()[0].counts.scheduled, 0U);
  EXPECT_EQ(tally.lateness().count(), 0U);
  EXPECT_EQ(tally.interval().count(), 1U);
}

TEST(Tally, what_the_client_had_to_hold_back_is_not_the_generators_lateness) {
  Tally tally = tally_at(10 * s);
  tally.sent(to_three, {10 * s, 10 * s + 7}, 10 * s, false);
  tally.sent(to_three, {10 * s, 11 * s}, 10 * s, true);
  EXPECT_EQ(tally.lateness().count(), 1U);
  EXPECT_EQ(tally.lateness().max(), 7);
  EXPECT_EQ(tally.sent_total(), 6U);
}

TEST(Tally, what_its_device_takes_is_not_lateness_and_is_response_time) {
  Tally tally = tally_at(10 * s);
  tally.sent(to_three, {10 * s, 10 * s + 1'000'005}, 10 * s + 1'000'000, false);
  tally.delivered(0, SentTimes{10 * s, 10 * s + 1'000'005}, 10 * s + 1'000'100, true);
  EXPECT_EQ(tally.lateness().max(), 5);
  EXPECT_EQ(tally.flows()[0].response.max(), 1'000'100);
  EXPECT_EQ(tally.flows()[0].service.max(), 95);
}

TEST(Tally, what_was_not_sent_is_backlog) {
  Tally tally = tally_at(10 * s);
  tally.sent(to_three, {10 * s, 10 * s}, 10 * s, false);
  tally.left_behind(to_three);
  tally.settle();
  const auto& counts = tally.flows()[0].counts;
  EXPECT_EQ(counts.scheduled, 6U);
  EXPECT_EQ(counts.sent, 3U);
  EXPECT_EQ(counts.backlog, 3U);
  EXPECT_EQ(counts.lost, 3U);
}

// One sender, one flow, two receivers: sequences 10 to 13 were sent; 10 arrived twice, 11 once, 12
// and 13 never; the broker acknowledged 10, 11 and 12.
TEST(Ledger, what_the_broker_acknowledged_and_lost_is_told_from_what_is_in_flight) {
  const std::vector<scenario::Group> groups{publishers("p", 1, "t"), subscribers("s", 2, "t")};
  Senders senders(groups, Topology(groups));
  Sender& sender = *senders.find(1);
  Tally tally(1);
  tally.begin({9 * s, 10 * s, 11 * s});
  for (int i = 0; i < 4; ++i) {
    tally.sent(sender.audience, {10 * s, 10 * s}, 10 * s, false);
  }
  for (int i = 0; i < 3; ++i) {
    tally.delivered(0, SentTimes{10 * s, 10 * s}, 10 * s + 1, true);
  }
  sender.acknowledged = {10, 11, 12};
  sender.unacknowledged = {13};
  Receipts receipts{{{1, 0}, {11, 10, 10}}};
  settle(senders, receipts, tally, false);
  const auto& counts = tally.flows()[0].counts;
  EXPECT_EQ(counts.acknowledged, 6U);
  EXPECT_EQ(counts.acknowledged_lost, 3U);
  EXPECT_EQ(counts.in_flight, 2U);
  EXPECT_EQ(counts.lost, 3U);
  EXPECT_EQ(counts.sent, counts.delivered + counts.lost + counts.in_flight);
}

TEST(Ledger, without_a_drain_nothing_is_called_lost) {
  const std::vector<scenario::Group> groups{publishers("p", 1, "t"), subscribers("s", 2, "t")};
  Senders senders(groups, Topology(groups));
  Tally tally = tally_at(10 * s);
  tally.sent(senders.find(1)->audience, {10 * s, 10 * s}, 10 * s, false);
  tally.delivered(0, SentTimes{10 * s, 10 * s}, 10 * s + 1, true);
  Receipts none;
  settle(senders, none, tally, true);
  EXPECT_EQ(tally.flows()[0].counts.in_flight, 1U);
  EXPECT_EQ(tally.flows()[0].counts.lost, 0U);
}

TEST(Tally, times_that_the_ring_has_lost_are_counted_never_guessed) {
  Tally tally = tally_at(10 * s);
  tally.sent(to_three, {10 * s, 10 * s}, 10 * s, false);
  tally.delivered(0, std::nullopt, 10 * s + 1, false);
  const auto& flow = tally.flows()[0];
  EXPECT_EQ(flow.counts.delivered, 1U);
  EXPECT_EQ(flow.counts.unmatched, 1U);
  EXPECT_EQ(flow.counts.reordered, 1U);
  EXPECT_EQ(flow.response.count(), 0U);
}

TEST(Tally, each_fault_has_its_own_count) {
  Tally tally = tally_at(10 * s);
  tally.fault(0, Fault::rejected, 10 * s);
  tally.fault(0, Fault::duplicated, 10 * s);
  tally.fault(0, Fault::stale, 10 * s);
  const auto& counts = tally.flows()[0].counts;
  EXPECT_EQ(counts.rejected, 1U);
  EXPECT_EQ(counts.duplicated, 1U);
  EXPECT_EQ(counts.stale, 1U);
  EXPECT_EQ(tally.faults(), 3U);
}

}  // namespace
}  // namespace mqseal::fleet
