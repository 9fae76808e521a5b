// SPDX-License-Identifier: MIT
// Limits per key: the counting of each mode by hand-worked figures, and the shares.
#include "ciphers/envelope/limits.h"

#include <limits>

#include <gtest/gtest.h>

#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

Config config_of(std::string_view cipher, NoncePolicy policy = NoncePolicy::counter) {
  Config config;
  config.cipher = cipher;
  config.nonce = policy;
  return config;
}

std::uint64_t cost(const Config& config, std::size_t plaintext, std::size_t topic) {
  return KeyBudget(make_layout(config), config).cost(plaintext, topic);
}

std::uint64_t two_to(unsigned exponent) {
  return std::uint64_t{1} << exponent;
}

// 64 bytes on a topic of 19: associated data 13 + 19 = 32 bytes.
TEST(KeyLimits, count_what_each_mode_counts) {
  const auto counter = NoncePolicy::counter;
  const auto random = NoncePolicy::random;
  EXPECT_EQ(cost(config_of("speck-64-128-eax", counter), 64, 19), 2U * 8 + 4 + 2);
  EXPECT_EQ(cost(config_of("speck-64-128-eax", random), 64, 19), 2U * 8 + 4 + 2);
  EXPECT_EQ(cost(config_of("aes-128-eax", counter), 64, 19), 2U * 4 + 2 + 1);
  EXPECT_EQ(cost(config_of("aes-128-eax", random), 65, 20), 2U * 5 + 3 + 1);
  EXPECT_EQ(cost(config_of("aes-128-eax", random), 0, 0), 0U + 1 + 1);
  EXPECT_EQ(cost(config_of("aes-128-ccm", counter), 64, 19), 2U * 4 + 2 + 3);
  EXPECT_EQ(cost(config_of("aes-128-gcm", counter), 64, 19), 4U + 2);
  EXPECT_EQ(cost(config_of("chacha20-poly1305", counter), 64, 19), 64U + 32);
  EXPECT_EQ(cost(config_of("ascon-aead128", counter), 64, 19), 64U + 32);
  EXPECT_EQ(cost(config_of("none", counter), 64, 19), 0U);
}

TEST(KeyLimits, stand_where_the_contract_puts_them) {
  const auto messages = [](std::string_view cipher) {
    return messages_per_key(config_of(cipher), 64, 19);
  };
  for (const auto* cipher : {"speck-64-128-eax", "simon-64-128-eax", "present-80-eax"}) {
    EXPECT_EQ(messages(cipher), two_to(20) / 22) << cipher;
  }
  for (const auto* cipher : {"aes-128-eax", "speck-128-128-eax", "simon-128-128-eax"}) {
    EXPECT_EQ(messages(cipher), two_to(48) / 11) << cipher;
  }
  EXPECT_EQ(messages("aes-128-ccm"), two_to(48) / 13);
  EXPECT_EQ(messages("aes-128-gcm"), two_to(34) / 6);
  EXPECT_EQ(messages("chacha20-poly1305"), two_to(48) / 96);
  EXPECT_EQ(messages("ascon-aead128"), two_to(50) / 96);
  EXPECT_EQ(messages("none"), unlimited);
}

TEST(KeyLimits, random_nonces_also_limit_the_number_of_messages) {
  const auto random = NoncePolicy::random;
  EXPECT_EQ(messages_per_key(config_of("chacha20-poly1305", random), 0, 0), two_to(32));
  EXPECT_EQ(messages_per_key(config_of("aes-128-ccm", random), 0, 0), two_to(32));
  EXPECT_EQ(messages_per_key(config_of("aes-128-gcm", random), 0, 0), two_to(32));
  EXPECT_EQ(messages_per_key(config_of("ascon-aead128", random), 0, 0), two_to(50) / 13);
  EXPECT_GT(messages_per_key(config_of("chacha20-poly1305"), 0, 0), two_to(32));
}

TEST(KeyLimits, a_shared_key_divides_them_by_its_senders) {
  Config config = config_of("speck-64-128-eax");
  config.senders = 100;
  EXPECT_EQ(messages_per_key(config, 64, 19), two_to(20) / 100 / 22);
  config.keys = KeyMode::per_device;
  EXPECT_EQ(messages_per_key(config, 64, 19), two_to(20) / 22);
  config = config_of("aes-128-gcm", NoncePolicy::random);
  config.senders = 1000;
  EXPECT_EQ(messages_per_key(config, 0, 0), two_to(32) / 1000);
}

TEST(KeyLimits, off_means_off) {
  Config config = config_of("speck-64-128-eax", NoncePolicy::random);
  config.enforce_limits = false;
  EXPECT_EQ(messages_per_key(config, 64, 19), unlimited);
}

TEST(KeyLimits, allow_the_last_message_that_fits) {
  const Config config = config_of("speck-64-128-eax");
  const KeyBudget budget(make_layout(config), config);
  EXPECT_TRUE(budget.allows({two_to(20) - 22, 5}, 22));
  EXPECT_FALSE(budget.allows({two_to(20) - 21, 5}, 22));
  EXPECT_FALSE(budget.allows({0, 0}, two_to(20) + 1));
  EXPECT_FALSE(budget.allows({0, 0}, unlimited));
}

TEST(KeyLimits, failed_opens_are_worth_a_warning_above_two_to_the_8t_minus_20) {
  Config config = config_of("speck-64-128-eax");
  EXPECT_EQ(failed_open_limit(config), two_to(44));
  config.tag_bytes = 4;
  EXPECT_EQ(failed_open_limit(config), two_to(12));
  EXPECT_EQ(failed_open_limit(config_of("aes-128-eax")), unlimited);
  EXPECT_EQ(failed_open_limit(config_of("none")), unlimited);
}

}  // namespace
}  // namespace mqseal::envelope
