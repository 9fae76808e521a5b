// SPDX-License-Identifier: MIT
// What an outsider on the plain port can do to sealed traffic: read it, flip it, cut it, move it,
// repeat it, forge it. Each is rejected or seen, and counted.
#include <algorithm>
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ciphers/host/aead.h"
#include "sim/base/process.h"
#include "sim/fleet/payload.h"
#include "tests/fleet/groups.h"
#include "tests/fleet/in_thread.h"
#include "tests/fleet/stranger.h"

namespace mqseal::fleet {
namespace {

using client::TestBroker;

constexpr Nanos endless = 600 * base::nanos_per_second;

const host::MasterKey& master() {
  static const host::MasterKey key = host::MasterKey::random();
  return key;
}

std::vector<std::string> cipher_ids() {
  std::vector<std::string> ids;
  for (const host::CipherInfo& cipher : host::catalogue()) {
    ids.emplace_back(cipher.id);
  }
  return ids;
}

/// Two senders whose only messages pass at the start, slow enough to leave the stage to us.
scenario::Run slow_run(const std::string& cipher) {
  std::vector<scenario::Group> groups{publishers("p", 2, "t/{client}"),
                                      subscribers("s", 2, "t/{client}")};
  for (scenario::Group& group : groups) {
    group.cipher = cipher;
    group.rate_msg_s = 20;
  }
  return run_of(groups, endless);
}

class Tampering : public testing::TestWithParam<std::string> {
 protected:
  Tampering() : stranger_(broker_), fleet_(slow_run(GetParam()), broker_.endpoint(), master()) {
    stranger_.wait([&] {
      return fleet_.phase() == Progress::Phase::measure && count("t/0") > 3 && count("t/1") > 3;
    });
  }

  [[nodiscard]] std::size_t count(const std::string& topic) const {
    std::size_t n = 0;
    for (const auto& message : stranger_.messages()) {
      n += message.topic == topic ? 1U : 0U;
    }
    return n;
  }

  [[nodiscard]] client::Received last(const std::string& topic) const {
    for (std::size_t i = stranger_.messages().size(); i-- > 0;) {
      if (stranger_.messages()[i].topic == topic) {
        return stranger_.messages()[i];
      }
    }
    ADD_FAILURE() << "nothing was heard on " << topic;
    return {};
  }

  /// Ends the run once the subscribers have had everything up to now: a message of each topic that
  /// was published later has come through.
  record::RunResult finish() {
    const std::size_t zero = count("t/0"), one = count("t/1");
    stranger_.wait([&] { return count("t/0") > zero + 1 && count("t/1") > one + 1; });
    fleet_.stop();
    return fleet_.wait();
  }

  TestBroker broker_;
  Stranger stranger_;
  InThread fleet_;
};

/// What mosquitto_sub, the real client, prints of the next messages: topic and payload in hex.
std::string mosquitto_sub(const TestBroker& broker, int messages) {
  const auto port = std::to_string(broker.endpoint().plain_port);
  base::ProcessOptions options;
  options.timeout = 60 * base::nanos_per_second;
  const auto result = base::run_process(
      {"mosquitto_sub", "-p", port, "-t", "#", "-F", "%t %x", "-C", std::to_string(messages)},
      options);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return result.out;
}

std::string hex(const std::vector<std::uint8_t>& bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += fmt::format("{:02x}", byte);
  }
  return text;
}

TEST_P(Tampering, mosquitto_sub_reads_the_payload_of_none_and_of_no_cipher) {
  constexpr int messages = 8;
  std::istringstream heard(mosquitto_sub(broker_, messages));
  int lines = 0, readable = 0;
  for (std::string line; std::getline(heard, line); ++lines) {
    const std::uint32_t sender = line.starts_with("t/0 ") ? 1 : 2;
    for (std::uint32_t counter = 0; counter < 1000; ++counter) {
      std::vector<std::uint8_t> payload(64);
      Payloads(slow_run("none").seed).write(sender, Sequence{1} << 32U | counter, false, payload);
      readable += line.find(hex(payload)) != std::string::npos ? 1 : 0;
    }
  }
  EXPECT_EQ(lines, messages);
  EXPECT_EQ(readable, GetParam() == "none" ? messages : 0);
}

TEST_P(Tampering, every_flipped_byte_is_rejected) {
  const client::Received message = last("t/0");
  const bool sealed = GetParam() != "none";
  for (std::size_t i = 0; i < message.payload.size(); ++i) {
    std::string flipped = message.payload;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
    stranger_.publish("t/0", flipped);
  }
  const record::RunResult result = finish();
  if (sealed) {
    EXPECT_EQ(result.counts.rejected, message.payload.size());
    EXPECT_EQ(result.counts.duplicated, 0U);
    EXPECT_EQ(result.counts.in_flight, result.counts.sent - result.counts.delivered);
    EXPECT_LE(result.counts.in_flight, 2U) << "at most what was under way when we stopped";
  } else {
    // Nothing authenticates the header: a sequence that we invent takes the place of a true one,
    // which is dropped when it comes. The content's own check finds what an application would
    // swallow.
    EXPECT_GT(result.counts.rejected, 0U);
    EXPECT_GT(result.counts.in_flight, 2U);
  }
}

TEST_P(Tampering, a_cut_or_longer_or_empty_envelope_is_rejected) {
  const client::Received message = last("t/0");
  stranger_.publish("t/0", message.payload.substr(0, message.payload.size() - 1));
  stranger_.publish("t/0", message.payload.substr(0, 13));
  stranger_.publish("t/0", message.payload.substr(0, 12));
  stranger_.publish("t/0", message.payload + "x");
  stranger_.publish("t/0", "");
  const record::Counts counts = finish().counts;
  EXPECT_EQ(counts.rejected + counts.duplicated, 5U);
  if (GetParam() != "none") {  // there, what carries a known sequence is a copy before all else
    EXPECT_EQ(counts.rejected, 5U);
  }
}

TEST_P(Tampering, an_envelope_on_another_topic_is_rejected) {
  stranger_.publish("t/1", last("t/0").payload);
  EXPECT_EQ(finish().counts.rejected, 1U);
}

TEST_P(Tampering, a_replay_inside_the_window_is_seen_and_not_delivered) {
  const client::Received message = last("t/0");
  stranger_.publish("t/0", message.payload);
  stranger_.publish("t/0", message.payload);
  const record::RunResult result = finish();
  EXPECT_EQ(result.counts.duplicated, 2U);
  EXPECT_EQ(result.counts.rejected, 0U);
  EXPECT_LE(result.counts.delivered, result.counts.sent);
  EXPECT_EQ(result.response.count(), result.counts.delivered);
}

INSTANTIATE_TEST_SUITE_P(Fleet, Tampering, testing::ValuesIn(cipher_ids()), [](const auto& test) {
  std::string name = test.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

TEST(WrongKey, what_another_master_sealed_is_rejected) {
  const TestBroker broker;
  Stranger stranger(broker);
  std::string foreign;
  {
    const host::MasterKey other = host::MasterKey::random();
    InThread fleet(slow_run("ascon-aead128"), broker.endpoint(), other);
    stranger.wait([&] { return !stranger.messages().empty(); });
    foreign = stranger.messages()[0].payload;
  }
  const std::string topic = stranger.messages()[0].topic;
  InThread fleet(slow_run("ascon-aead128"), broker.endpoint(), master());
  stranger.wait([&] { return fleet.phase() == Progress::Phase::measure; });
  stranger.publish(topic, foreign);
  const std::size_t before = stranger.messages().size();
  stranger.wait([&] { return stranger.messages().size() > before + 4; });
  fleet.stop();
  EXPECT_EQ(fleet.wait().counts.rejected, 1U);
}

}  // namespace
}  // namespace mqseal::fleet
