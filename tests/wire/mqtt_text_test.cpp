// SPDX-License-Identifier: MIT
// MQTT packets and TLS records by name, from any bytes.
#include "sim/wire/mqtt_text.h"

#include <string>

#include <gtest/gtest.h>

#include "sim/base/rng.h"

namespace mqseal::wire {
namespace {

std::string names(const std::vector<Named>& named) {
  std::string text;
  for (const Named& each : named) {
    text += (text.empty() ? "" : ", ") + each.text;
  }
  return text;
}

std::string mqtt(const std::string& stream) {
  return names(mqtt_packets({reinterpret_cast<const std::uint8_t*>(stream.data()), stream.size()}));
}

std::string tls(const std::string& stream) {
  return names(tls_records({reinterpret_cast<const std::uint8_t*>(stream.data()), stream.size()}));
}

using namespace std::string_literals;

TEST(MqttText, names_packets_in_order) {
  EXPECT_EQ(mqtt("\x10\x0c\0\4MQTT\4\2\0\x3c\0\0"s + "\x30\x0a\0\7/Group4x"s + "\x32\6\0\1t\0\5!"s +
                 "\x82\6\0\7\0\1t\0"s + "\xc0\0"s + "\xe0\0"s),
            "Connect Command, Publish Message [/Group4], Publish Message (id=5) [t], Subscribe "
            "Request (id=7) [t], Ping Request, Disconnect Req");
  EXPECT_EQ(mqtt("\x20\2\0\0"s + "\x90\3\0\7\0"s + "\x40\2\0\5"s),
            "Connect Ack, Subscribe Ack (id=7), Publish Ack (id=5)");
}

TEST(MqttText, knows_the_properties_of_version_5) {
  EXPECT_EQ(mqtt("\x10\x0d\0\4MQTT\5\2\0\x3c\0\0\0"s + "\x82\7\0\7\0\0\1t\0"s),
            "Connect Command, Subscribe Request (id=7) [t]");
}

TEST(MqttText, stops_at_the_first_byte_that_is_no_packet) {
  EXPECT_EQ(mqtt("\xc0\0\0\0\xc0\0"s), "Ping Request");
  EXPECT_EQ(mqtt("\x30\xff\xff\xff\xff"s), "");
  EXPECT_EQ(mqtt("\x30\x05\0\1"s), "");
}

TEST(TlsText, names_records_and_handshake_messages_in_clear) {
  EXPECT_EQ(tls("\x16\3\1\0\1\1"s + "\x16\3\3\0\1\2"s + "\x14\3\3\0\1\1"s + "\x16\3\3\0\1\1"s +
                "\x17\3\3\0\2ab"s + "\x15\3\3\0\0"s),
            "Client Hello, Server Hello, Change Cipher Spec, Handshake, Application Data, Alert");
  EXPECT_EQ(tls("\x16\3\1\0\5\1"s), "");
  EXPECT_EQ(tls("\x30\3\1\0\1\1"s), "");
}

TEST(MqttText, survives_anything) {
  base::Rng random(7, "bytes");
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes;
    for (std::uint64_t i = random.below(40); i > 0; --i) {
      bytes += static_cast<char>(random.below(4) == 0 ? random.below(256) : random.below(8));
    }
    EXPECT_LE(mqtt(bytes).size(), 4000U);
    EXPECT_LE(tls(bytes).size(), 4000U);
  }
}

}  // namespace
}  // namespace mqseal::wire
