// SPDX-License-Identifier: MIT
// A sender's sequence: counters, epochs, limits, and that nothing ever repeats.
#include <limits>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

#include "ciphers/envelope/bytes.h"
#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

using test::Buffer;

constexpr std::string_view topic = "plant/7/temperature";
constexpr std::uint32_t last_u32 = std::numeric_limits<std::uint32_t>::max();

Config config_of(std::string_view cipher, KeyMode keys) {
  Config config;
  config.cipher = cipher;
  config.nonce = NoncePolicy::counter;
  config.keys = keys;
  return config;
}

Sequence sequence_in(Bytes sealed) {
  return Sequence{load_u32(sealed.subspan<5, 4>())} << 32 | load_u32(sealed.subspan<9, 4>());
}

constexpr Sequence at(std::uint32_t epoch, std::uint32_t counter) {
  return Sequence{epoch} << 32 | counter;
}

TEST(Sealer, counts_from_zero_in_the_epoch_it_was_given) {
  KeyRing ring(config_of("aes-128-eax", KeyMode::shared), test::master());
  Sealer sealer(ring, 7, 3);
  EXPECT_EQ(sealer.sender(), 7U);
  for (std::uint32_t counter = 0; counter < 5; ++counter) {
    EXPECT_EQ(sealer.next_sequence(), at(3, counter));
    EXPECT_EQ(sequence_in(test::seal(sealer, ring.config(), topic, {})), at(3, counter));
  }
}

TEST(Sealer, starts_a_new_epoch_where_the_counter_would_be_its_last_value) {
  for (const auto keys : {KeyMode::shared, KeyMode::per_device}) {
    const Config config = config_of("aes-128-eax", keys);
    KeyRing ring(config, test::master());
    Sealer sealer(ring, 7, 1, {}, last_u32 - 1);
    Opener opener(ring, {1, 100});
    const Buffer last = test::seal(sealer, config, topic, test::bytes_of("x"));
    const Buffer first = test::seal(sealer, config, topic, test::bytes_of("y"));
    EXPECT_EQ(sequence_in(last), at(1, last_u32 - 1));
    EXPECT_EQ(sequence_in(first), at(2, 0));
    EXPECT_EQ(test::open(opener, topic, last).result.status, OpenStatus::fresh);
    EXPECT_EQ(test::open(opener, topic, first).result.status, OpenStatus::fresh);
  }
}

TEST(Sealer, stops_after_the_last_epoch) {
  for (const std::string_view cipher : {"none", "aes-128-eax"}) {
    const Config config = config_of(cipher, KeyMode::per_device);
    KeyRing ring(config, test::master());
    Sealer sealer(ring, 7, last_u32, {}, last_u32 - 1);
    static_cast<void>(test::seal(sealer, config, topic, {}));
    Buffer out(100, 0xEE);
    EXPECT_EQ(sealer.seal(topic, {}, false, out), SealStatus::key_exhausted);
    EXPECT_EQ(out, Buffer(100, 0xEE));
    EXPECT_EQ(sealer.next_sequence(), at(last_u32, last_u32));
  }
}

TEST(Sealer, a_device_key_at_its_limit_gives_way_to_the_next_epoch) {
  const Config config = config_of("speck-64-128-eax", KeyMode::per_device);
  KeyRing ring(config, test::master());
  Sealer sealer(ring, 7, 1);
  Opener opener(ring, {1, 100});
  const Buffer plaintext(100'000);
  const std::uint64_t allowed = messages_per_key(config, plaintext.size(), topic.size());
  ASSERT_LT(allowed, 100U);
  for (std::uint32_t i = 0; i < 2 * allowed + 1; ++i) {
    const Buffer sealed = test::seal(sealer, config, topic, plaintext);
    const auto per_key = static_cast<std::uint32_t>(allowed);
    EXPECT_EQ(sequence_in(sealed), at(1 + i / per_key, i % per_key));
    ASSERT_EQ(test::open(opener, topic, sealed).result.status, OpenStatus::fresh);
  }
}

TEST(Sealer, a_shared_key_at_its_limit_seals_nothing_more) {
  Config config = config_of("speck-64-128-eax", KeyMode::shared);
  config.senders = 2;
  KeyRing ring(config, test::master());
  const Buffer plaintext(10'000);
  const std::uint64_t allowed = messages_per_key(config, plaintext.size(), topic.size());
  Sealer first(ring, 1, 1);
  for (std::uint64_t i = 0; i < allowed; ++i) {
    static_cast<void>(test::seal(first, config, topic, plaintext));
  }
  Buffer out(sealed_bytes(config, plaintext.size()), 0xEE);
  const Sequence before = first.next_sequence();
  EXPECT_EQ(first.seal(topic, plaintext, false, out), SealStatus::key_exhausted);
  EXPECT_EQ(out, Buffer(out.size(), 0xEE));
  EXPECT_EQ(first.next_sequence(), before);

  Sealer restarted(ring, 1, 2);
  EXPECT_EQ(restarted.seal(topic, plaintext, false, out), SealStatus::key_exhausted)
      << "a restart must not refresh the share of a shared key";
  Sealer second(ring, 2, 1);
  EXPECT_EQ(second.seal(topic, plaintext, false, out), SealStatus::sealed);
}

TEST(Sealer, limits_off_seal_on) {
  Config config = config_of("speck-64-128-eax", KeyMode::shared);
  config.senders = 1000;
  config.enforce_limits = false;
  KeyRing ring(config, test::master());
  Sealer sealer(ring, 1, 1);
  for (int i = 0; i < 200; ++i) {
    static_cast<void>(test::seal(sealer, config, topic, Buffer(1000)));
  }
}

TEST(Sealer, a_message_beyond_what_one_device_key_may_seal_is_too_long) {
  const Config config = config_of("speck-64-128-eax", KeyMode::per_device);
  KeyRing ring(config, test::master());
  Sealer sealer(ring, 7, 1);
  const Buffer plaintext(8 << 20);  // 2^20 blocks of 8 bytes, two calls each
  Buffer out(sealed_bytes(config, plaintext.size()));
  EXPECT_EQ(sealer.seal(topic, plaintext, false, out), SealStatus::too_long);
  EXPECT_EQ(sealer.next_sequence(), at(1, 0));
}

TEST(Sealer, takes_new_epochs_from_its_source) {
  const Config config = config_of("aes-128-eax", KeyMode::per_device);
  KeyRing ring(config, test::master());
  std::uint32_t next = 40;
  Sealer sealer(
      ring, 7, 1, [&next] { return next += 2; }, last_u32);
  EXPECT_EQ(sequence_in(test::seal(sealer, config, topic, {})), at(42, 0));
}

TEST(Sealer, a_source_that_fails_or_goes_back_seals_nothing) {
  const Config config = config_of("aes-128-eax", KeyMode::shared);
  KeyRing ring(config, test::master());
  Buffer out(100, 0xEE);
  const auto refuse = []() -> std::uint32_t { throw std::runtime_error("disk full"); };
  Sealer failing(ring, 7, 5, refuse, last_u32);
  EXPECT_THROW(static_cast<void>(failing.seal(topic, {}, false, out)), std::runtime_error);
  Sealer backwards(
      ring, 8, 5, [] { return 5U; }, last_u32);
  EXPECT_THROW(static_cast<void>(backwards.seal(topic, {}, false, out)), std::logic_error);
  EXPECT_EQ(out, Buffer(100, 0xEE));
  EXPECT_EQ(failing.next_sequence(), at(5, last_u32));
}

TEST(Sealer, refuses_to_start_where_it_would_repeat_a_nonce) {
  const Config config = config_of("aes-128-eax", KeyMode::shared);
  KeyRing ring(config, test::master());
  EXPECT_THROW(Sealer(ring, 0, 1), std::invalid_argument);
  EXPECT_THROW(Sealer(ring, 7, 0), std::invalid_argument);
  Sealer sealer(ring, 7, 3);
  EXPECT_THROW(Sealer(ring, 7, 3), std::invalid_argument);
  EXPECT_THROW(Sealer(ring, 7, 2), std::invalid_argument);
  EXPECT_NO_THROW(Sealer(ring, 8, 3));
  EXPECT_NO_THROW(Sealer(ring, 7, static_cast<std::uint32_t>(sealer.next_sequence() >> 32) + 1));
}

TEST(Sealer, a_restart_after_an_epoch_moved_by_itself_is_held_to_it) {
  const Config config = config_of("aes-128-eax", KeyMode::shared);
  KeyRing ring(config, test::master());
  Sealer sealer(ring, 7, 1, {}, last_u32);
  static_cast<void>(test::seal(sealer, config, topic, {}));  // epoch 2 now
  EXPECT_THROW(Sealer(ring, 7, 2), std::invalid_argument);
  EXPECT_NO_THROW(Sealer(ring, 7, 3));
}

TEST(Sealer, the_labs_fixed_nonce_repeats_on_purpose) {
  Config config = config_of("aes-128-eax", KeyMode::shared);
  config.nonce = NoncePolicy::fixed;
  KeyRing ring(config, test::master());
  Sealer sealer(ring, 7, 1);
  Sealer again(ring, 7, 1);
  EXPECT_EQ(test::seal(sealer, config, topic, test::bytes_of("same")),
            test::seal(again, config, topic, test::bytes_of("same")));
}

TEST(Sealer, random_nonces_differ_from_each_other) {
  for (const std::string_view cipher : {"aes-128-eax", "aes-128-gcm"}) {
    Config config = config_of(cipher, KeyMode::shared);
    config.nonce = NoncePolicy::random;
    KeyRing ring(config, test::master());
    Sealer sealer(ring, 7, 1);
    const std::size_t nonce_bytes = ring.cipher().random_nonce_bytes;
    std::set<std::string> nonces;
    for (int i = 0; i < 1000; ++i) {
      const Buffer sealed = test::seal(sealer, config, topic, {});
      nonces.insert(test::hex(Bytes(sealed).subspan(header_bytes, nonce_bytes)));
    }
    EXPECT_EQ(nonces.size(), 1000U);
  }
}

}  // namespace
}  // namespace mqseal::envelope
