// SPDX-License-Identifier: MIT
// The fleet on a real mosquitto: what is sent arrives, on both ports, and is accounted for however
// a run ends.
#include "sim/fleet/fleet.h"

#include <csignal>
#include <string>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "tests/client/harness.h"
#include "tests/fleet/groups.h"
#include "tests/fleet/in_thread.h"

namespace mqseal::fleet {
namespace {

using client::run_until;
using client::TestBroker;
using scenario::Transport;
using testing::HasSubstr;

constexpr Nanos short_window = 200'000'000;
constexpr Nanos endless = 600 * base::nanos_per_second;

const host::MasterKey& master() {
  static const host::MasterKey key = host::MasterKey::random();
  return key;
}

/// Publishers and subscribers on both ports, one to one.
std::vector<scenario::Group> both_ports(int qos, const std::string& cipher) {
  std::vector<scenario::Group> groups{publishers("pp", 3, "plain/{client}"),
                                      subscribers("ps", 3, "plain/{client}"),
                                      publishers("tp", 3, "tls/{client}", 4),
                                      subscribers("ts", 3, "tls/{client}")};
  groups[2].transport = groups[3].transport = Transport::mtls;
  for (scenario::Group& group : groups) {
    group.qos = qos;
    group.cipher = cipher;
  }
  return groups;
}

void expect_whole(const record::Counts& counts) {
  EXPECT_GT(counts.sent, 0U);
  EXPECT_EQ(counts.scheduled, counts.sent);
  EXPECT_EQ(counts.delivered, counts.sent);
  EXPECT_EQ(counts.lost + counts.duplicated + counts.rejected + counts.stale + counts.reordered +
                counts.unmatched + counts.in_flight + counts.backlog,
            0U);
}

TEST(Fleet, delivers_everything_in_formats_lab_and_cose) {
  const TestBroker broker;
  for (const std::string format : {"lab", "cose"}) {
    SCOPED_TRACE(format);
    auto groups = both_ports(1, "aes-128-gcm");
    for (auto& group : groups) {
      group.format = format;
    }
    const auto result = run(run_of(groups, short_window), broker.endpoint(), master(), {});
    expect_whole(result.counts);
    EXPECT_EQ(testing::PrintToString(result.warnings).find("longest") != std::string::npos,
              format == "lab");
  }
}

using Way = std::tuple<int, int, std::string>;  // QoS, MQTT version, cipher

class EveryWay : public testing::TestWithParam<Way> {};

TEST_P(EveryWay, both_ports_deliver_everything_and_each_flow_is_measured_apart) {
  const auto [qos, version, cipher] = GetParam();
  const TestBroker broker;
  auto groups = both_ports(qos, cipher);
  for (auto& group : groups) {
    group.mqtt_version = version;
  }
  const auto result = run(run_of(groups, short_window), broker.endpoint(), master(), {});
  ASSERT_EQ(result.flows.size(), 2U);
  for (const record::Flow& flow : result.flows) {
    expect_whole(flow.counts);
    EXPECT_EQ(flow.response.count(), flow.counts.delivered);
    EXPECT_EQ(flow.service.count(), flow.counts.delivered);
    EXPECT_GE(flow.response.max(), flow.service.max());
  }
  EXPECT_EQ(result.flows[0].transport_in, "plain");
  EXPECT_EQ(result.flows[1].transport_out, "mtls");
  EXPECT_EQ(result.counts.delivered,
            result.flows[0].counts.delivered + result.flows[1].counts.delivered);
  EXPECT_EQ(result.lateness.count(), result.counts.sent);
  EXPECT_EQ(result.connect.clients, 12U);
  EXPECT_EQ(result.connect.failed, 0U);
  EXPECT_TRUE(result.connect.tls_p99_ms);
  EXPECT_TRUE(result.cpu.seal_ns && result.cpu.open_ns);
  EXPECT_FALSE(result.interrupted);
}

INSTANTIATE_TEST_SUITE_P(Fleet,
                         EveryWay,
                         testing::Combine(testing::Values(0, 1, 2),
                                          testing::Values(4, 5),
                                          testing::Values("none", "ascon-aead128")));

TEST(Fleet, the_schedule_alone_decides_how_much_is_sent) {
  const TestBroker broker;
  const auto groups = both_ports(0, "speck-64-128-eax");
  const auto run_twice = [&] {
    return run(run_of(groups, short_window), broker.endpoint(), master(), {}).counts.scheduled;
  };
  EXPECT_EQ(run_twice(), 6U * 100 / 5);
  EXPECT_EQ(run_twice(), 6U * 100 / 5);
}

class Threads : public testing::TestWithParam<std::size_t> {};

// Subscribers of every thread hear publishers of every thread.
TEST_P(Threads, share_the_clients_and_make_one_account) {
  const TestBroker broker;
  std::vector<scenario::Group> groups{publishers("p", 7, "a/{client}"),
                                      subscribers("one", 7, "a/{client}"),
                                      subscribers("all", 5, "a/#")};
  groups[1].transport = Transport::mtls;
  for (auto& group : groups) {
    group.qos = 1;
    group.cipher = "simon-128-128-eax";
  }
  Options options;
  options.threads = GetParam();
  std::vector<Progress> told;
  options.on_progress = [&](const Progress& progress) { told.push_back(progress); };
  const auto result = run(run_of(groups, 2 * short_window), broker.endpoint(), master(), options);
  expect_whole(result.counts);
  EXPECT_EQ(result.counts.sent, 7U * 40 * 6);
  EXPECT_EQ(result.connect.clients, 19U);
  EXPECT_EQ(result.response.count(), result.counts.delivered);
  EXPECT_EQ(result.lateness.count(), 7U * 40);
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back().clients, 19U);
  EXPECT_GT(told.back().connected, 0U);
}

INSTANTIATE_TEST_SUITE_P(Fleet, Threads, testing::Values(1, 2, 5, 24));

TEST(Fleet, a_message_to_many_counts_for_each) {
  const TestBroker broker;
  const auto result = run(run_of({publishers("p", 2, "a/{client}"),
                                  subscribers("all", 3, "a/#"),
                                  subscribers("one", 4, "a/1")},
                                 short_window),
                          broker.endpoint(),
                          master(),
                          {});
  ASSERT_EQ(result.flows.size(), 2U);
  expect_whole(result.flows[0].counts);
  expect_whole(result.flows[1].counts);
  EXPECT_EQ(result.flows[0].counts.sent, 2U * 20 * 3);
  EXPECT_EQ(result.flows[1].counts.sent, 20U * 4);
}

TEST(Fleet, raw_payloads_say_themselves_who_sent_what) {
  const TestBroker broker;
  auto groups = both_ports(0, "none");
  for (auto& group : groups) {
    group.format = "raw";
  }
  const auto result = run(run_of(groups, short_window), broker.endpoint(), master(), {});
  expect_whole(result.counts);
  EXPECT_EQ(result.wire.envelope_bytes, result.wire.payload_bytes);
}

TEST(Fleet, per_device_keys_and_counter_nonces) {
  const TestBroker broker;
  auto groups = both_ports(1, "present-128-eax");
  for (auto& group : groups) {
    group.keys = "per-device";
    group.nonce = "counter";
  }
  const auto result = run(run_of(groups, short_window), broker.endpoint(), master(), {});
  expect_whole(result.counts);
  EXPECT_EQ(result.wire.envelope_bytes, 64U + 13 + 8);
}

// EAX over 64-bit blocks: 2^20 block calls a key. Messages of 64 KiB take 16,000 each.
TEST(Fleet, a_shared_key_at_its_limit_stops_its_senders_and_the_ledger_says_so) {
  const TestBroker broker;
  std::vector<scenario::Group> groups{publishers("p", 1, "a"), subscribers("s", 1, "a")};
  for (auto& group : groups) {
    group.cipher = "speck-64-128-eax";
    group.payload_bytes.sizes = {64 * 1024};
    group.rate_msg_s = 1000;
  }
  const auto result = run(run_of(groups, short_window), broker.endpoint(), master(), {});
  EXPECT_EQ(result.counts.key_exhausted, 1U);
  EXPECT_EQ(result.counts.scheduled, 200U);
  EXPECT_GT(result.counts.backlog, 0U);
  EXPECT_EQ(result.counts.scheduled, result.counts.sent + result.counts.backlog);
  EXPECT_EQ(result.counts.delivered, result.counts.sent);
  EXPECT_THAT(testing::PrintToString(result.warnings), HasSubstr("limit of their key"));
}

TEST(Fleet, the_stop_flag_ends_it_at_once_and_what_was_measured_stays) {
  const TestBroker broker;
  InThread fleet(run_of(both_ports(0, "none"), endless), broker.endpoint(), master());
  net::Loop loop;
  ASSERT_TRUE(run_until(loop, [&] { return fleet.phase() == Progress::Phase::measure; }));
  fleet.stop();
  const auto result = fleet.wait();
  EXPECT_TRUE(result.interrupted);
  EXPECT_GT(result.measured_seconds, 0);
  EXPECT_LT(result.measured_seconds, 60);
  EXPECT_GT(result.counts.delivered, 0U);
  EXPECT_EQ(result.counts.scheduled, result.counts.sent + result.counts.backlog);
  EXPECT_EQ(result.counts.sent,
            result.counts.delivered + result.counts.lost + result.counts.in_flight);
}

TEST(Fleet, a_broker_that_dies_ends_the_run_and_is_named) {
  TestBroker broker;
  std::atomic<bool> alive{true};
  Options options;
  options.broker_alive = [&] { return alive.load(); };
  InThread fleet(run_of(both_ports(1, "none"), endless), broker.endpoint(), master(), options);
  net::Loop loop;
  ASSERT_TRUE(run_until(loop, [&] { return fleet.phase() == Progress::Phase::measure; }));
  broker.kill(SIGKILL);
  alive = false;
  const auto result = fleet.wait();
  EXPECT_TRUE(result.interrupted);
  EXPECT_THAT(testing::PrintToString(result.warnings), HasSubstr("the broker is gone"));
}

TEST(Fleet, a_connection_that_breaks_is_counted_and_comes_back) {
  TestBroker broker;
  InThread fleet(run_of(both_ports(0, "none"), endless), broker.endpoint(), master());
  net::Loop loop;
  ASSERT_TRUE(run_until(loop, [&] { return fleet.phase() == Progress::Phase::measure; }));
  broker.kill(SIGKILL);
  broker.start();
  // A client of the same id shows in the broker's log that the fleet is back.
  ASSERT_TRUE(run_until(loop, [&] { return broker.log().find("as r0-11 ") != std::string::npos; }));
  fleet.stop();
  const auto result = fleet.wait();
  EXPECT_THAT(testing::PrintToString(result.warnings), HasSubstr("connections ended in mid-run"));
}

TEST(Fleet, no_broker_at_all_is_an_error_that_says_why) {
  client::Endpoint nowhere;
  nowhere.plain_port = 1;  // tcpmux: nobody listens
  try {
    static_cast<void>(run(run_of({publishers("p", 2, "a"), subscribers("s", 1, "a")}, short_window),
                          nowhere,
                          master(),
                          {}));
    FAIL() << "a fleet without a broker came through";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::environment);
    EXPECT_THAT(error.what(), HasSubstr("not one of 3 clients"));
    EXPECT_THAT(error.what(), HasSubstr("refused"));
  }
}

}  // namespace
}  // namespace mqseal::fleet
