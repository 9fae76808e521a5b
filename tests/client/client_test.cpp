// SPDX-License-Identifier: MIT
// A client against a real mosquitto: messages of every QoS and version, back-pressure, will,
// sessions, a broker that is killed.
#include "sim/client/client.h"

#include <csignal>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "tests/client/harness.h"

namespace mqseal::client {
namespace {

Profile profile_of(const TestBroker& broker, const TlsContext* tls = nullptr) {
  Profile profile;
  profile.endpoint = broker.endpoint();
  profile.tls = tls;
  return profile;
}

struct Made {
  Made(net::Loop& loop, const Profile& profile, const std::string& id, std::uint32_t source = 0)
      : client(loop, profile, id, source, note) {
    EXPECT_TRUE(client.connect()) << client.failure();
    run_until(loop, [this] { return client.stage() == Stage::connected || note.closed > 0; });
    EXPECT_EQ(client.stage(), Stage::connected) << note.reason;
  }

  void subscribe(net::Loop& loop, const std::string& filter, int qos) {
    ASSERT_TRUE(client.subscribe(filter, qos));
    run_until(loop, [this] { return note.subscribed > 0; });
  }

  Note note;
  Client client;
};

using Way = std::tuple<bool, int, int>;  // TLS, MQTT version, QoS

class EveryWay : public testing::TestWithParam<Way> {};

TEST_P(EveryWay, a_message_arrives_as_it_was_sent) {
  const auto [tls, version, qos] = GetParam();
  const TestBroker broker;
  const TlsContext context(broker.endpoint(), true);
  Profile profile = profile_of(broker, tls ? &context : nullptr);
  profile.mqtt_version = version;
  net::Loop loop;
  Made sub(loop, profile, "sub"), pub(loop, profile, "pub");
  sub.subscribe(loop, "a/+", qos);
  std::string payload(300, '\0');
  for (std::size_t i = 0; i < payload.size(); ++i) {
    payload[i] = static_cast<char>(i);
  }
  ASSERT_EQ(pub.client.publish("a/b", bytes_of(payload), qos, false), PublishStatus::sent);
  ASSERT_TRUE(run_until(loop, [&] {
    return !sub.note.messages.empty() && (qos == 0 || pub.note.acknowledged == 1);
  }));
  EXPECT_EQ(sub.note.messages.size(), 1U);
  EXPECT_EQ(sub.note.messages[0].topic, "a/b");
  EXPECT_EQ(sub.note.messages[0].payload, payload);
  EXPECT_EQ(sub.note.messages[0].qos, qos);
  EXPECT_EQ(pub.client.outstanding(), 0U);
  EXPECT_EQ(pub.note.acknowledged, qos == 0 ? 0 : 1);
}

INSTANTIATE_TEST_SUITE_P(Client,
                         EveryWay,
                         testing::Combine(testing::Bool(),
                                          testing::Values(4, 5),
                                          testing::Values(0, 1, 2)));

TEST(Client, a_subscriber_of_qos_0_reads_one_packet_per_event) {
  const TestBroker broker;
  const Profile profile = profile_of(broker);
  net::Loop loop;
  Made sub(loop, profile, "sub"), pub(loop, profile, "pub");
  sub.subscribe(loop, "t", 0);
  std::vector<std::uint64_t> at;
  sub.note.also = [&] { at.push_back(loop.use().events); };
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(pub.client.publish("t", bytes_of("x"), 0, false), PublishStatus::sent);
  }
  ASSERT_TRUE(run_until(loop, [&] { return at.size() == 100; }));
  for (std::size_t i = 1; i < at.size(); ++i) {
    EXPECT_GT(at[i], at[i - 1]) << "two messages in one event";
  }
}

TEST(Client, more_than_the_window_is_busy_and_then_sendable_again) {
  TestBroker broker;
  Profile profile = profile_of(broker);
  profile.window = 3;
  net::Loop loop;
  Made pub(loop, profile, "pub");
  broker.signal(SIGSTOP);
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(pub.client.publish("t", bytes_of("x"), 1, false), PublishStatus::sent);
  }
  EXPECT_EQ(pub.client.publish("t", bytes_of("x"), 1, false), PublishStatus::busy);
  EXPECT_EQ(pub.client.outstanding(), 3U);
  broker.signal(SIGCONT);
  ASSERT_TRUE(run_until(loop, [&] { return pub.note.sendable > 0; }));
  EXPECT_EQ(pub.client.publish("t", bytes_of("x"), 1, false), PublishStatus::sent);
  EXPECT_TRUE(run_until(loop, [&] { return pub.note.acknowledged == 4; }));
}

TEST(Client, a_full_socket_is_busy_and_nothing_is_queued_without_bound) {
  TestBroker broker;
  const Profile profile = profile_of(broker);
  net::Loop loop;
  Made pub(loop, profile, "pub");
  broker.signal(SIGSTOP);
  const std::string big(100'000, 'x');
  int taken = 0;
  while (taken < 10'000 &&
         pub.client.publish("t", bytes_of(big), 0, false) == PublishStatus::sent) {
    ++taken;
  }
  EXPECT_LT(taken, 10'000) << "1 GB was taken while the broker stood still";
  EXPECT_TRUE(pub.client.is_writing());
  EXPECT_EQ(pub.client.publish("t", bytes_of(big), 0, false), PublishStatus::busy);
  broker.signal(SIGCONT);
  ASSERT_TRUE(run_until(loop, [&] { return pub.note.sendable > 0; }));
  EXPECT_EQ(pub.note.acknowledged, 0) << "QoS 0 is never acknowledged";
  EXPECT_EQ(pub.note.closed, 0);
}

TEST(Client, an_mqtt_5_broker_narrows_the_window) {
  const TestBroker broker("max_inflight_messages 2");
  Profile profile = profile_of(broker);
  profile.mqtt_version = 5;
  net::Loop loop;
  Made pub(loop, profile, "pub");
  EXPECT_EQ(pub.client.publish("t", bytes_of("x"), 1, false), PublishStatus::sent);
  EXPECT_EQ(pub.client.publish("t", bytes_of("x"), 1, false), PublishStatus::sent);
  EXPECT_EQ(pub.client.publish("t", bytes_of("x"), 1, false), PublishStatus::busy);
}

TEST(Client, the_will_is_published_after_an_abort_and_not_after_a_disconnect) {
  const TestBroker broker;
  const Profile plain = profile_of(broker);
  Profile willing = plain;
  willing.will = Will{"will", "gone", 1, false};
  net::Loop loop;
  Made sub(loop, plain, "sub");
  sub.subscribe(loop, "#", 1);
  Made polite(loop, willing, "polite"), rude(loop, willing, "rude"), last(loop, plain, "last");
  polite.client.disconnect();
  ASSERT_EQ(last.client.publish("after", bytes_of("polite"), 1, false), PublishStatus::sent);
  ASSERT_TRUE(run_until(loop, [&] { return sub.note.messages.size() == 1; }));
  EXPECT_EQ(sub.note.messages[0].topic, "after");
  rude.client.abort();
  ASSERT_TRUE(run_until(loop, [&] { return sub.note.messages.size() == 2; }));
  EXPECT_EQ(sub.note.messages[1].topic, "will");
  EXPECT_EQ(polite.note.closed + rude.note.closed, 0) << "nobody is told what it did itself";
}

TEST(Client, a_persistent_session_sends_again_what_was_not_acknowledged) {
  TestBroker broker;
  const Profile plain = profile_of(broker);
  Profile persistent = plain;
  persistent.clean_session = false;
  net::Loop loop;
  Made pub(loop, persistent, "pub");
  broker.signal(SIGSTOP);
  ASSERT_EQ(pub.client.publish("t", bytes_of("kept"), 1, false), PublishStatus::sent);
  broker.kill(SIGKILL);
  ASSERT_TRUE(run_until(loop, [&] { return pub.note.closed == 1; }));
  EXPECT_EQ(pub.client.outstanding(), 1U);
  broker.start();
  Made sub(loop, plain, "sub");
  sub.subscribe(loop, "t", 1);
  ASSERT_TRUE(pub.client.connect()) << pub.client.failure();
  ASSERT_TRUE(run_until(loop, [&] { return !sub.note.messages.empty(); }));
  EXPECT_EQ(sub.note.messages[0].payload, "kept");
  ASSERT_TRUE(run_until(loop, [&] { return pub.note.acknowledged == 1; }));
  EXPECT_EQ(pub.client.outstanding(), 0U);
}

TEST(Client, comes_back_after_the_broker_was_killed_and_leaks_no_descriptor) {
  TestBroker broker;
  const TlsContext context(broker.endpoint(), true);
  const Profile plain = profile_of(broker);
  const Profile tls = profile_of(broker, &context);
  net::Loop loop;
  const std::size_t before = open_descriptors();
  std::vector<std::unique_ptr<Made>> all;
  for (int i = 0; i < 20; ++i) {
    all.push_back(std::make_unique<Made>(
        loop, i % 2 == 0 ? plain : tls, "c" + std::to_string(i), static_cast<std::uint32_t>(i)));
  }
  EXPECT_EQ(open_descriptors(), before + 20);
  for (int round = 1; round <= 3; ++round) {
    broker.kill(SIGKILL);
    ASSERT_TRUE(run_until(loop, [&] {
      return std::all_of(
          all.begin(), all.end(), [&](const auto& one) { return one->note.closed == round; });
    }));
    EXPECT_EQ(open_descriptors(), before);
    for (const auto& one : all) {
      ASSERT_FALSE(one->client.connect());
      EXPECT_EQ(one->client.failure().rfind("Connection refused", 0), 0U) << one->client.failure();
    }
    broker.start();
    for (const auto& one : all) {
      ASSERT_TRUE(one->client.connect()) << one->client.failure();
    }
    ASSERT_TRUE(run_until(loop, [&] {
      return std::all_of(all.begin(), all.end(), [&](const auto& one) {
        return one->note.connected == round + 1;
      });
    }));
    EXPECT_EQ(open_descriptors(), before + 20);
  }
  for (const auto& one : all) {
    EXPECT_EQ(one->note.closed, 3) << "told once each time";
  }
  all.clear();
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Client, keep_alive_finds_a_broker_that_stands_still) {
  TestBroker broker;
  Profile profile = profile_of(broker);
  profile.keep_alive_s = 5;
  net::Loop loop;
  Made idle(loop, profile, "idle");
  broker.signal(SIGSTOP);
  net::Timer second(loop, [&](base::Nanos) {
    idle.client.housekeep(base::monotonic_now());
    second.set(base::monotonic_now() + 200'000'000);
  });
  second.set(base::monotonic_now());
  ASSERT_TRUE(run_until(loop, [&] { return idle.note.closed == 1; }));
  EXPECT_EQ(idle.note.closed_at, Stage::connected);
}

}  // namespace
}  // namespace mqseal::client
