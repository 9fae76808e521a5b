// SPDX-License-Identifier: MIT
// Formats `lab` and `cose`: round trips, what each binds and what it does not, limits, shapes that
// are refused.
#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

using test::Buffer;
using test::describe;
using test::Pair;

constexpr std::string_view topic = "Group4/test";
constexpr std::string_view text = "21.5 C, it's \"humid\"";

std::vector<Config> both_formats() {
  auto configs = test::lab_configs();
  const auto cose = test::cose_configs();
  configs.insert(configs.end(), cose.begin(), cose.end());
  return configs;
}

TEST(Formats, give_back_the_plaintext) {
  for (const Config& config : both_formats()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    for (const std::size_t size : {0U, 1U, 7U, 8U, 23U, 24U, 255U, 256U, 1000U}) {
      const Buffer plaintext(size, 0x27);
      const Sequence sequence = pair.sealer.next_sequence();
      const Buffer sealed = test::seal(pair.sealer, config, topic, plaintext);
      EXPECT_LE(sealed.size(), sealed_bytes(config, size));
      const auto opened = test::open(pair.opener, topic, sealed);
      ASSERT_EQ(opened.result.status, OpenStatus::fresh);
      EXPECT_TRUE(opened.result.authenticated);
      EXPECT_EQ(opened.result.sender, config.format == Format::cose ? 7U : 0U);
      EXPECT_EQ(opened.result.sequence, config.format == Format::cose ? sequence : 0U);
      ASSERT_EQ(opened.result.plaintext_bytes, size);
      EXPECT_TRUE(std::equal(plaintext.begin(), plaintext.end(), opened.out.begin()));
    }
  }
}

TEST(Formats, no_flipped_bit_opens_to_anything_else) {
  for (const Config& config : both_formats()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    const Buffer sealed = pair.seal(topic, text);
    std::size_t opened = 0;
    for (std::size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
      Buffer flipped = sealed;
      flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << (bit % 8)));
      const auto message = test::open(pair.opener, topic, flipped);
      if (message.result.status != OpenStatus::fresh) {
        EXPECT_EQ(message.result.plaintext_bytes, 0U);
        continue;
      }
      // Only the lab's text has two spellings of one byte: \xAF and \xaf.
      ++opened;
      ASSERT_EQ(config.format, Format::lab);
      ASSERT_EQ(flipped[bit / 8] ^ sealed[bit / 8], 0x20) << bit;
      ASSERT_EQ(message.result.plaintext_bytes, text.size());
    }
    EXPECT_TRUE(config.format == Format::lab || opened == 0);
  }
}

TEST(Formats, no_truncation_and_no_extension_opens) {
  for (const Config& config : both_formats()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    Buffer sealed = pair.seal(topic, text);
    for (std::size_t size = 0; size < sealed.size(); ++size) {
      ASSERT_EQ(pair.open(topic, Bytes(sealed).first(size)), OpenStatus::bad_length) << size;
    }
    sealed.push_back(' ');
    EXPECT_EQ(pair.open(topic, sealed), OpenStatus::bad_length);
  }
}

TEST(Formats, another_master_opens_nothing) {
  for (const Config& config : both_formats()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    KeyRing stranger(config, test::master(1));
    Opener opener(stranger, {1, 100});
    const auto message = test::open(opener, topic, pair.seal(topic, text));
    EXPECT_EQ(message.result.status, OpenStatus::bad_tag);
    EXPECT_EQ(std::string(message.out.begin(), message.out.end()).find(text), std::string::npos);
    EXPECT_EQ(stranger.failed_opens(), 1U);
  }
}

TEST(Lab, binds_neither_the_topic_nor_the_moment) {
  for (const Config& config : test::lab_configs()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    const Buffer sealed = pair.seal(topic, text);
    EXPECT_EQ(pair.open(topic, sealed), OpenStatus::fresh);
    EXPECT_EQ(pair.open(topic, sealed), OpenStatus::fresh);
    EXPECT_EQ(pair.open("Group4/door", sealed), OpenStatus::fresh);
  }
}

TEST(Cose, binds_the_topic_and_is_opened_once) {
  for (const Config& config : test::cose_configs()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    const Buffer sealed = pair.seal(topic, text);
    EXPECT_EQ(pair.open("Group4/door", sealed), OpenStatus::bad_tag);
    EXPECT_EQ(pair.open(topic, sealed), OpenStatus::fresh);
    EXPECT_EQ(pair.open(topic, sealed), OpenStatus::seen);
  }
}

TEST(Cose, takes_the_longest_topic_of_each_cipher) {
  for (const Config& config : test::cose_configs()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    std::size_t longest = max_topic_bytes;
    Buffer out(1000);
    const auto fits = [&](std::size_t bytes) {
      return pair.sealer.prepare(4, bytes) == SealStatus::sealed;
    };
    while (!fits(longest)) {
      --longest;
    }
    EXPECT_EQ(longest == max_topic_bytes, config.cipher != "aes-128-ccm");
    const std::string name(longest, 't');
    EXPECT_EQ(pair.open(name, pair.seal(name, "21.5")), OpenStatus::fresh);
    EXPECT_EQ(pair.open(name + "t", pair.seal(name, "21.5")),
              longest == max_topic_bytes || config.cipher == "aes-128-ccm" ? OpenStatus::bad_length
                                                                           : OpenStatus::bad_tag);
  }
}

TEST(Cose, ccm_takes_what_its_two_length_bytes_can_say) {
  Config config;
  config.cipher = "aes-128-ccm";
  config.format = Format::cose;
  EXPECT_EQ(longest_plaintext(config), 65535U);
  Pair pair(config);
  const std::string longest(65535, 'x');
  EXPECT_EQ(pair.open(topic, pair.seal(topic, longest)), OpenStatus::fresh);
  EXPECT_EQ(pair.sealer.prepare(65536, 1), SealStatus::too_long);
}

TEST(Cose, an_other_order_of_parameters_and_no_tag_are_taken) {
  Config config;
  config.cipher = "aes-128-gcm";
  config.format = Format::cose;
  config.nonce = NoncePolicy::counter;
  Pair pair(config);
  const Buffer sealed = pair.seal(topic, text);
  // d0 83 58 <n> a3 01 01 04 4d H 05 4c IV a0 ...
  ASSERT_EQ(test::hex(Bytes(sealed).first(9)),
            "d08358"
            "20"
            "a301"
            "01044d");
  const Buffer untagged(sealed.begin() + 1, sealed.end());
  EXPECT_EQ(pair.open(topic, untagged), OpenStatus::fresh);
  Buffer reordered(sealed.begin(), sealed.begin() + 5);
  const auto at = [&](std::ptrdiff_t from, std::ptrdiff_t bytes) {
    reordered.insert(reordered.end(), sealed.begin() + from, sealed.begin() + from + bytes);
  };
  at(22, 14);  // 05 4c IV
  at(5, 17);   // 01 01 04 4d H
  at(36, static_cast<std::ptrdiff_t>(sealed.size()) - 36);
  // Another encoding of the protected header is other associated data: parsed, and not authentic.
  EXPECT_EQ(pair.open(topic, reordered), OpenStatus::bad_tag);
}

TEST(Cose, refuses_other_shapes_before_any_cryptography) {
  Config config;
  config.cipher = "aes-128-gcm";
  config.format = Format::cose;
  config.nonce = NoncePolicy::counter;
  Pair pair(config);
  const Buffer sealed = pair.seal(topic, text);
  const auto with = [&](std::size_t at, std::uint8_t value) {
    Buffer changed = sealed;
    changed[at] = value;
    return pair.open(topic, changed);
  };
  EXPECT_EQ(with(0, 0xd1), OpenStatus::bad_length);   // another tag
  EXPECT_EQ(with(1, 0x84), OpenStatus::bad_length);   // four elements
  EXPECT_EQ(with(4, 0xa2), OpenStatus::bad_header);   // two parameters
  EXPECT_EQ(with(6, 0x03), OpenStatus::bad_header);   // A256GCM
  EXPECT_EQ(with(22, 0x06), OpenStatus::bad_header);  // Partial IV
  EXPECT_EQ(with(24, 0x01), OpenStatus::bad_header);  // an IV that the counter does not give
  EXPECT_EQ(with(36, 0xa1), OpenStatus::bad_length);  // something unprotected
  EXPECT_EQ(pair.ring.failed_opens(), 0U);
}

std::string complaint(const Config& config) {
  try {
    validate(config);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(Formats, say_what_they_do_not_go_with) {
  Config config;
  config.format = Format::lab;
  EXPECT_THAT(complaint(config), testing::StartsWith("format: "));
  config.cipher = "aes-128-eax";
  EXPECT_EQ(complaint(config), "");
  config.keys = KeyMode::per_device;
  EXPECT_THAT(complaint(config), testing::StartsWith("keys: "));
  config.format = Format::cose;
  EXPECT_THAT(complaint(config), testing::StartsWith("cose_private: "));
  config.cose_private = true;
  EXPECT_EQ(complaint(config), "");
  config.cipher = "aes-128-gcm";
  config.cose_private = false;
  EXPECT_EQ(complaint(config), "");
  config.tag_bytes = 12;
  EXPECT_THAT(complaint(config), testing::StartsWith("tag_bytes: "));
  config.tag_bytes = 0;
  config.direct_key = true;
  EXPECT_THAT(complaint(config), testing::StartsWith("direct_key: "));
}

TEST(Lab, a_direct_key_is_the_ciphers_own) {
  Config config;
  config.cipher = "aes-128-eax";
  config.format = Format::lab;
  config.direct_key = true;
  Pair direct(config);
  config.direct_key = false;
  Pair derived(config);
  const Buffer sealed = direct.seal(topic, text);
  EXPECT_EQ(derived.open(topic, sealed), OpenStatus::bad_tag);
  EXPECT_EQ(direct.open(topic, sealed), OpenStatus::fresh);
}

TEST(Formats, count_their_own_associated_data_against_the_limits) {
  Config config;
  config.cipher = "speck-64-128-eax";
  const auto messages = [&](Format format) {
    config.format = format;
    config.cose_private = true;
    return messages_per_key(config, 64, topic.size());
  };
  // 2^20 calls over 2*8 + 3 + 2, 2*8 + 0 + 2 and 2*8 + ceil((1+9+2+40+2+13+11)/8) + 2.
  EXPECT_EQ(messages(Format::compact), 49932U);
  EXPECT_EQ(messages(Format::lab), 58254U);
  EXPECT_EQ(messages(Format::cose), 37449U);
}

}  // namespace
}  // namespace mqseal::envelope
