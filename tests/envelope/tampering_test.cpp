// SPDX-License-Identifier: MIT
// What must not open: each flipped bit, each truncation, a swapped topic, another key, another
// configuration. Every rejection leaves no plaintext behind and the receiver's state untouched.
#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

using test::Buffer;
using test::describe;
using test::Pair;

constexpr std::string_view topic = "plant/7/temperature";
constexpr std::string_view text = "21.5 C, humidity 40 %";
/// Lists every sender there is, so that a changed sender id reaches the AEAD.
constexpr OpenerConfig everyone{1, std::numeric_limits<std::uint32_t>::max()};

/// What an H with one bit flipped must give: sender 7, epoch 1.
OpenStatus expected_after_flip(std::size_t byte, unsigned bit) {
  const bool retained_bit = byte == 0 && bit == 2;
  const bool epoch_becomes_zero = byte == 8 && bit == 0;
  return (byte == 0 && !retained_bit) || epoch_becomes_zero ? OpenStatus::bad_header
                                                            : OpenStatus::bad_tag;
}

void expect_nothing_in(const test::OpenedMessage& message) {
  EXPECT_EQ(message.result.plaintext_bytes, 0U);
  EXPECT_FALSE(message.result.authenticated);
  const bool untouched_or_wiped = std::all_of(
      message.out.begin(), message.out.end(), [](auto byte) { return byte == 0xEE || byte == 0; });
  EXPECT_TRUE(untouched_or_wiped) << test::hex(message.out);
}

TEST(Tampering, each_flipped_bit_is_rejected) {
  for (const Config& config : test::encrypting_configs()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config, everyone);
    const Buffer sealed = pair.seal(topic, text);
    std::uint64_t bad_tags = 0;
    for (std::size_t byte = 0; byte < sealed.size(); ++byte) {
      for (unsigned bit = 0; bit < 8; ++bit) {
        Buffer flipped = sealed;
        flipped[byte] = static_cast<std::uint8_t>(flipped[byte] ^ (1U << bit));
        const auto message = test::open(pair.opener, topic, flipped);
        const OpenStatus expected = expected_after_flip(byte, bit);
        ASSERT_EQ(message.result.status, expected) << "byte " << byte << ", bit " << bit;
        expect_nothing_in(message);
        bad_tags += expected == OpenStatus::bad_tag ? 1U : 0U;
      }
    }
    EXPECT_EQ(pair.ring.failed_opens(), bad_tags);
    EXPECT_EQ(pair.open(topic, sealed), OpenStatus::fresh) << "state was touched";
  }
}

TEST(Tampering, each_truncation_and_extension_is_rejected) {
  for (const Config& config : test::encrypting_configs()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    Buffer sealed = pair.seal(topic, text);
    for (std::size_t size = 0; size < sealed.size(); ++size) {
      const auto message = test::open(pair.opener, topic, Bytes(sealed).first(size));
      const bool long_enough = size >= pair.ring.sealed_bytes(0);
      ASSERT_EQ(message.result.status, long_enough ? OpenStatus::bad_tag : OpenStatus::bad_length)
          << size;
      expect_nothing_in(message);
    }
    sealed.push_back(0);
    EXPECT_EQ(pair.open(topic, sealed), OpenStatus::bad_tag);
    sealed.pop_back();
    EXPECT_EQ(pair.open(topic, sealed), OpenStatus::fresh);
  }
}

TEST(Tampering, an_envelope_opens_on_its_own_topic_only) {
  for (const Config& config : test::encrypting_configs()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    const Buffer sealed = pair.seal(topic, text);
    for (const std::string_view other :
         {"plant/8/temperature", "plant/7/temperatur", "plant/7/temperature/", ""}) {
      const auto message = test::open(pair.opener, other, sealed);
      EXPECT_EQ(message.result.status, OpenStatus::bad_tag) << other;
      expect_nothing_in(message);
    }
    EXPECT_EQ(pair.open(topic, sealed), OpenStatus::fresh);
  }
}

TEST(Tampering, another_master_opens_nothing) {
  for (const Config& config : test::encrypting_configs()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    const Buffer sealed = pair.seal(topic, text);
    KeyRing stranger(config, test::master(1));
    Opener opener(stranger, {1, 100});
    const auto message = test::open(opener, topic, sealed);
    EXPECT_EQ(message.result.status, OpenStatus::bad_tag);
    expect_nothing_in(message);
    EXPECT_EQ(stranger.failed_opens(), 1U);
  }
}

TEST(Tampering, a_receiver_of_another_configuration_opens_nothing) {
  const auto configs = test::encrypting_configs();
  for (const Config& config : configs) {
    Pair pair(config);
    const Buffer sealed = pair.seal(topic, text);
    for (const Config& other : configs) {
      if (other == config) {
        continue;
      }
      KeyRing ring(other, test::master());
      Opener opener(ring, {1, 100});
      const auto message = test::open(opener, topic, sealed);
      const auto status = message.result.status;
      ASSERT_TRUE(status == OpenStatus::bad_tag || status == OpenStatus::bad_header ||
                  status == OpenStatus::bad_length)
          << describe(config) << " opened as " << describe(other);
      if (other.nonce != config.nonce && status != OpenStatus::bad_length) {
        EXPECT_EQ(status, OpenStatus::bad_header);
      }
      expect_nothing_in(message);
    }
  }
}

TEST(Tampering, a_tag_cannot_be_downgraded) {
  Config strong;
  strong.cipher = "aes-128-eax";
  Pair pair(strong);
  const Buffer sealed = pair.seal(topic, text);
  for (std::size_t tag = 4; tag < 16; ++tag) {
    Config weak = strong;
    weak.tag_bytes = tag;
    KeyRing ring(weak, test::master());
    Opener opener(ring, {1, 100});
    const std::size_t shorter = sealed.size() - (16 - tag);
    EXPECT_EQ(test::open(opener, topic, Bytes(sealed).first(shorter)).result.status,
              OpenStatus::bad_tag);
  }
}

TEST(Tampering, a_forged_sender_or_epoch_does_not_open_under_its_own_key) {
  for (const auto keys : {KeyMode::shared, KeyMode::per_device}) {
    Config config;
    config.cipher = "ascon-aead128";
    config.keys = keys;
    Pair pair(config);
    const Buffer sealed = pair.seal(topic, text);
    Buffer forged = sealed;
    forged[4] = 8;  // sender 7 becomes 8, which is listed
    EXPECT_EQ(pair.open(topic, forged), OpenStatus::bad_tag);
    forged = sealed;
    forged[8] = 2;  // epoch 1 becomes 2
    EXPECT_EQ(pair.open(topic, forged), OpenStatus::bad_tag);
    forged = sealed;
    forged[4] = 101;  // not listed: no cryptography, so no failed open
    EXPECT_EQ(pair.open(topic, forged), OpenStatus::bad_header);
    EXPECT_EQ(pair.ring.failed_opens(), 2U);
  }
}

}  // namespace
}  // namespace mqseal::envelope
