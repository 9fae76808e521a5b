// SPDX-License-Identifier: MIT
// What a sender seals, a receiver opens: every configuration, sizes around block boundaries, and
// the buffers' contract.
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

using test::Buffer;
using test::describe;
using test::Pair;

constexpr std::string_view topic = "plant/7/temperature";

Buffer pattern(std::size_t bytes) {
  Buffer buffer(bytes);
  for (std::size_t i = 0; i < bytes; ++i) {
    buffer[i] = static_cast<std::uint8_t>(i * 7 + 3);
  }
  return buffer;
}

TEST(SealOpen, gives_back_the_plaintext_in_every_configuration) {
  for (const Config& config : test::all_configs()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    for (const std::size_t size : {0U, 1U, 7U, 8U, 15U, 16U, 17U, 64U, 1000U}) {
      const Buffer plaintext = pattern(size);
      const Sequence sequence = pair.sealer.next_sequence();
      const Buffer sealed = test::seal(pair.sealer, config, topic, plaintext);
      EXPECT_EQ(sealed.size(), pair.ring.sealed_bytes(size));
      const auto opened = test::open(pair.opener, topic, sealed);
      ASSERT_EQ(opened.result.status, OpenStatus::fresh);
      EXPECT_EQ(opened.result.sender, 7U);
      EXPECT_EQ(opened.result.sequence, sequence);
      EXPECT_FALSE(opened.result.retained);
      EXPECT_EQ(opened.result.authenticated, config.cipher != "none");
      ASSERT_EQ(opened.result.plaintext_bytes, size);
      EXPECT_TRUE(std::equal(plaintext.begin(), plaintext.end(), opened.out.begin()));
    }
  }
}

TEST(SealOpen, works_with_every_tag_length_and_implementation) {
  for (const auto& cipher : host::catalogue()) {
    for (const auto& implementation : cipher.implementations) {
      for (std::size_t tag = cipher.tag_min; tag <= cipher.tag_max; ++tag) {
        if (!implementation.supported() || !cipher.tag_ok(tag)) {
          continue;
        }
        Config config;
        config.cipher = cipher.id;
        config.implementation = implementation.name;
        config.tag_bytes = tag;
        SCOPED_TRACE(describe(config) + " " + config.implementation);
        Pair pair(config);
        EXPECT_EQ(pair.ring.implementation(), cipher.is_none() ? "none" : implementation.name);
        EXPECT_EQ(pair.open(topic, pair.seal(topic, "twenty one degrees")), OpenStatus::fresh);
      }
    }
  }
}

TEST(SealOpen, carries_the_longest_plaintext_and_no_longer_one) {
  Config config;
  config.cipher = "aes-128-gcm";
  Pair pair(config);
  const Buffer longest = pattern(max_plaintext_bytes);
  const Buffer sealed = test::seal(pair.sealer, config, topic, longest);
  const auto opened = test::open(pair.opener, topic, sealed);
  EXPECT_EQ(opened.result.status, OpenStatus::fresh);
  EXPECT_EQ(opened.result.plaintext_bytes, max_plaintext_bytes);
  EXPECT_TRUE(std::equal(longest.begin(), longest.end(), opened.out.begin()));

  const Sequence before = pair.sealer.next_sequence();
  const Buffer longer(max_plaintext_bytes + 1);
  Buffer out(longer.size() + 100, 0xEE);
  EXPECT_EQ(pair.sealer.seal(topic, longer, false, out), SealStatus::too_long);
  EXPECT_EQ(out, Buffer(out.size(), 0xEE));
  EXPECT_EQ(pair.sealer.next_sequence(), before);
}

TEST(SealOpen, takes_the_longest_topic_and_no_longer_one) {
  for (const Config& config : test::all_configs()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    const bool ccm = config.cipher == "aes-128-ccm";
    const std::string longest(ccm ? max_ccm_topic_bytes : max_topic_bytes, 't');
    const Buffer sealed = pair.seal(longest, "x");
    EXPECT_EQ(pair.open(longest, sealed), OpenStatus::fresh);
    EXPECT_EQ(pair.open(longest + "t", pair.seal(longest, "y")), OpenStatus::bad_length);
    Buffer out(100);
    EXPECT_EQ(pair.sealer.seal(longest + "t", {}, false, out), SealStatus::too_long);
  }
}

TEST(SealOpen, raw_is_the_payload_alone) {
  Config config;
  config.format = Format::raw;
  Pair pair(config);
  EXPECT_EQ(pair.seal(topic, "21.5"), test::bytes_of("21.5"));
  EXPECT_EQ(pair.sealer.next_sequence(), (Sequence{1} << 32) + 1);
  const auto opened = test::open(pair.opener, topic, test::bytes_of("21.5"));
  EXPECT_EQ(opened.result.status, OpenStatus::fresh);
  EXPECT_EQ(opened.result.sender, 0U);
  EXPECT_EQ(opened.result.sequence, 0U);
  EXPECT_FALSE(opened.result.authenticated);
  EXPECT_EQ(opened.out, test::bytes_of("21.5"));
  EXPECT_EQ(pair.open(topic, {}), OpenStatus::fresh);
  EXPECT_EQ(pair.open(topic, Buffer(max_plaintext_bytes + 1)), OpenStatus::bad_length);
}

TEST(SealOpen, none_is_the_header_then_the_payload) {
  Config config;
  config.nonce = NoncePolicy::counter;
  Pair pair(config);
  EXPECT_EQ(test::hex(pair.seal(topic, "21.5")), "1000000007000000010000000032312e35");
}

TEST(SealOpen, refuses_buffers_that_are_too_short) {
  Config config;
  config.cipher = "aes-128-eax";
  Pair pair(config);
  const Buffer plaintext = pattern(20);
  Buffer out(sealed_bytes(config, plaintext.size()) - 1);
  EXPECT_THROW(static_cast<void>(pair.sealer.seal(topic, plaintext, false, out)),
               std::length_error);
  const Buffer sealed = pair.seal(topic, "text");
  Buffer small(sealed.size() - 1);
  EXPECT_THROW(static_cast<void>(pair.opener.open(topic, sealed, small)), std::length_error);
}

TEST(SealOpen, writes_nothing_past_the_envelope) {
  for (const Config& config : test::all_configs()) {
    SCOPED_TRACE(describe(config));
    Pair pair(config);
    const Buffer plaintext = pattern(33);
    const std::size_t size = sealed_bytes(config, plaintext.size());
    Buffer out(size + 16, 0xEE);
    ASSERT_EQ(pair.sealer.seal(topic, plaintext, false, out), SealStatus::sealed);
    EXPECT_EQ(Buffer(out.begin() + static_cast<std::ptrdiff_t>(size), out.end()), Buffer(16, 0xEE));
    out.resize(size);
    EXPECT_EQ(pair.open(topic, out), OpenStatus::fresh);
  }
}

}  // namespace
}  // namespace mqseal::envelope
