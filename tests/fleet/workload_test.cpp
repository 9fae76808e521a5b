// SPDX-License-Identifier: MIT
// Workloads on a real mosquitto: closed loop, bursts, sizes, wills, churn, sessions that outlive a
// broker.
#include <csignal>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "tests/fleet/groups.h"
#include "tests/fleet/in_thread.h"
#include "tests/fleet/stranger.h"

namespace mqseal::fleet {
namespace {

using client::TestBroker;
using scenario::Schedule;
using scenario::Session;
using testing::HasSubstr;

constexpr Nanos ms = 1'000'000;

const host::MasterKey& master() {
  static const host::MasterKey key = host::MasterKey::random();
  return key;
}

std::vector<scenario::Group> pairs(std::size_t clients, int qos) {
  std::vector<scenario::Group> groups{publishers("p", clients, "w/{client}"),
                                      subscribers("s", clients, "w/{client}")};
  for (scenario::Group& group : groups) {
    group.qos = qos;
    group.cipher = "ascon-aead128";
  }
  return groups;
}

record::RunResult run_on(const TestBroker& broker,
                         const std::vector<scenario::Group>& groups,
                         Nanos measure = 300 * ms) {
  return run(run_of(groups, measure), broker.endpoint(), master(), {});
}

class ClosedLoop : public testing::TestWithParam<int> {};

TEST_P(ClosedLoop, never_has_more_under_way_than_its_window_and_loses_nothing) {
  const TestBroker broker;
  auto groups = pairs(4, GetParam());
  groups[0].schedule = Schedule::closed;
  groups[0].window = 3;
  const auto result = run_on(broker, groups);
  EXPECT_GT(result.counts.sent, 100U);
  EXPECT_EQ(result.counts.sent, result.counts.scheduled);
  EXPECT_EQ(result.counts.delivered, result.counts.sent);
  // Little's law: what is under way is rate times time.
  EXPECT_LE(*result.throughput_msg_s * result.response.mean() / 1e9, 4 * 3 * 1.1);
}

INSTANTIATE_TEST_SUITE_P(Fleet, ClosedLoop, testing::Values(0, 1, 2));

TEST(Workload, a_closed_loop_to_many_waits_for_all_of_them) {
  const TestBroker broker;
  auto groups = std::vector{publishers("p", 1, "w"), subscribers("s", 5, "w")};
  groups[0].schedule = Schedule::closed;
  groups[0].window = 1;
  const auto result = run_on(broker, groups);
  EXPECT_GT(result.counts.delivered, 50U);
  EXPECT_EQ(result.counts.delivered, result.counts.sent);
  EXPECT_EQ(result.counts.sent % 5, 0U);
}

TEST(Workload, bursts_and_many_sizes_arrive_whole) {
  const TestBroker broker;
  auto groups = pairs(3, 0);
  groups[0].schedule = Schedule::bursty;
  groups[0].burst = 10;
  groups[0].rate_msg_s = 200;
  groups[0].payload_bytes = {{1, 3000}, true};
  const auto result = run_on(broker, groups);
  EXPECT_EQ(result.counts.delivered, result.counts.scheduled);
  EXPECT_EQ(result.counts.rejected, 0U);
  EXPECT_EQ(result.counts.scheduled % 10, 0U);
}

TEST(Workload, a_client_that_breaks_off_leaves_its_will) {
  TestBroker broker;
  Stranger stranger(broker);
  auto groups = pairs(1, 0);
  groups[0].will = "wills/{group}";
  groups[0].keep_alive_s = 0;
  {
    InThread fleet(run_of(groups, 600 * base::nanos_per_second), broker.endpoint(), master());
    stranger.wait([&] { return fleet.phase() == Progress::Phase::measure; });
    // Another client of the same id takes over; the broker breaks the first one off.
    client::Profile profile;
    profile.endpoint = broker.endpoint();
    net::Loop loop;
    client::Note note;
    client::Client thief(loop, profile, "r0-0", 9, note);
    ASSERT_TRUE(thief.connect());
    ASSERT_TRUE(client::run_until(loop, [&] { return note.connected > 0; }));
  }
  stranger.wait([&] {
    return std::ranges::any_of(stranger.messages(),
                               [](const auto& message) { return message.topic == "wills/p"; });
  });
}

TEST(Workload, churn_takes_clients_away_and_brings_them_back_and_loses_nothing_of_theirs) {
  const TestBroker broker;
  auto groups = pairs(10, 1);
  groups[0].stay = 60 * ms;
  groups[0].away = 20 * ms;
  const auto result = run_on(broker, groups, 600 * ms);
  EXPECT_GT(result.connect.left, 10U);
  EXPECT_GT(result.connect.returned, 10U);
  EXPECT_EQ(result.connect.dropped, 0U) << "leaving is no failure";
  EXPECT_EQ(result.counts.scheduled, result.counts.sent + result.counts.backlog);
  EXPECT_EQ(result.counts.delivered, result.counts.sent);
  EXPECT_EQ(result.counts.acknowledged_lost, 0U);
}

TEST(Device, its_computing_and_its_radio_take_their_time_and_its_energy_is_told) {
  const TestBroker broker;
  auto groups = pairs(3, 0);
  groups[0].device = "atmega328p-cc2420";
  const auto result = run_on(broker, groups);
  ASSERT_TRUE(result.device);
  const double takes_us = 1e6 * (result.device->compute_seconds + result.device->air_seconds);
  EXPECT_GT(result.device->compute_seconds, 0);
  EXPECT_GT(takes_us, 1000);
  EXPECT_GE(static_cast<double>(result.response.min()) / 1000, takes_us);
  EXPECT_LT(static_cast<double>(result.service.percentile(50)) / 1000, takes_us)
      << "the broker's part is not the device's";
  EXPECT_LT(static_cast<double>(result.lateness.percentile(50)) / 1000, takes_us);
  EXPECT_EQ(result.device->basis, "exact");
  EXPECT_GT(*result.device->compute_uj, 0);
  EXPECT_GT(*result.device->battery_days, 0);
  EXPECT_EQ(result.counts.delivered, result.counts.scheduled);
}

TEST(Device, a_cipher_that_was_not_measured_there_is_refused_by_name) {
  const TestBroker broker;
  auto groups = pairs(1, 0);
  groups[0].device = "atmega328p-cc2420";
  groups[0].cipher = groups[1].cipher = "chacha20-poly1305";
  try {
    static_cast<void>(run_on(broker, groups));
    FAIL() << "a cost that nobody measured was used";
  } catch (const base::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("chacha20-poly1305"));
    EXPECT_THAT(error.what(), HasSubstr("atmega328p-cc2420"));
  }
}

struct Way {
  Session session;
  int signal;
  bool persistence;
};

/// QoS 1 over a broker that ends and comes back in mid-run.
record::RunResult run_over_a_break(const Way& way) {
  TestBroker broker(way.persistence ? "persistence true\n" : "");
  auto groups = pairs(5, 1);
  for (scenario::Group& group : groups) {
    group.session = way.session;
  }
  scenario::Run run = run_of(groups, 2 * base::nanos_per_second);
  const bool all_comes_back =
      way.persistence && way.signal == SIGTERM && way.session == Session::persistent;
  // Ends with the last acknowledgement; where the broker lost something, waits for it in vain.
  run.phases.drain = (all_comes_back ? 30 : 4) * base::nanos_per_second;
  InThread fleet(run, broker.endpoint(), master());
  net::Loop loop;
  EXPECT_TRUE(client::run_until(loop, [&] { return fleet.phase() == Progress::Phase::measure; }));
  broker.kill(way.signal);
  broker.start();
  return fleet.wait();
}

void expect_nothing_lost_by_us(const record::RunResult& result) {
  const record::Counts& counts = result.counts;
  EXPECT_EQ(counts.scheduled, 5U * 100 * 2);
  EXPECT_EQ(counts.sent, counts.scheduled) << "what was due in the break is sent after it";
  EXPECT_EQ(counts.acknowledged, counts.sent)
      << "what was not acknowledged is sent again; " << counts.in_flight
      << " in flight at the end, " << counts.duplicated << " duplicated";
  EXPECT_EQ(counts.lost, counts.acknowledged_lost) << "only the broker loses";
  EXPECT_EQ(counts.rejected, 0U) << "the same sealed bytes";
  EXPECT_EQ(result.connect.dropped, 10U);
  EXPECT_EQ(result.connect.returned, 10U);
}

TEST(Restart, clean_sessions_send_again_what_was_not_acknowledged) {
  for (const int signal : {SIGTERM, SIGKILL}) {
    expect_nothing_lost_by_us(run_over_a_break({Session::clean, signal, false}));
  }
}

TEST(Restart, persistent_sessions_of_a_broker_that_saves_lose_nothing_at_all) {
  const auto result = run_over_a_break({Session::persistent, SIGTERM, true});
  expect_nothing_lost_by_us(result);
  EXPECT_EQ(result.counts.acknowledged_lost, 0U);
}

}  // namespace
}  // namespace mqseal::fleet
