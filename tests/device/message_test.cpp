// SPDX-License-Identifier: MIT
#include "sim/device/message.h"

#include <cmath>

#include <gtest/gtest.h>

namespace mqseal::device {
namespace {

Message sealed(const char* cipher, std::size_t payload_bytes) {
  Message message;
  message.envelope.cipher = cipher;
  message.envelope.nonce = envelope::NoncePolicy::counter;
  message.payload_bytes = payload_bytes;
  return message;
}

const Profile& profile(const char* id) {
  const Profile* found = find_profile(id);
  if (found == nullptr) {
    throw std::runtime_error(id);
  }
  return *found;
}

TEST(Message, compute_follows_from_the_measured_cycles_and_the_profile) {
  const Profile& node = profile("atmega328p-cc2420");
  const MessageCost cost = cost_of(node, sealed("speck-64-128-eax", 16));
  const Row* row = find_row("atmega328p", "speck-64-128-eax", "seal", 16);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(cost.basis, "exact");
  EXPECT_TRUE(cost.measured);
  EXPECT_DOUBLE_EQ(*cost.cycles, static_cast<double>(*row->cycles));
  EXPECT_DOUBLE_EQ(*cost.compute_seconds, *cost.cycles / 4e6);
  EXPECT_DOUBLE_EQ(*cost.compute_uj, *cost.cycles * 1.275e-3);
}

// Envelope, counter nonce: 13 bytes of header and a tag of 8. The CC2420 needs 32 us and 1.67 uJ a
// byte.
TEST(Message, air_follows_from_the_bytes) {
  Message message = sealed("speck-64-128-eax", 16);
  message.framing_bytes = 20;
  const MessageCost cost = cost_of(profile("atmega328p-cc2420"), message);
  EXPECT_EQ(cost.sealed_bytes, 16U + 13 + 8);
  EXPECT_EQ(cost.air_bytes, 57U);
  EXPECT_NEAR(cost.air_seconds, 57 * 32e-6, 1e-12);
  EXPECT_NEAR(cost.air_uj, 57 * 1.67, 1e-9);
  EXPECT_NEAR(cost.envelope_air_seconds, 21 * 32e-6, 1e-12);
  EXPECT_NEAR(cost.envelope_air_uj, 21 * 1.67, 1e-9);
  EXPECT_NEAR(*cost.microjoule(), *cost.compute_uj + cost.air_uj, 1e-9);
}

TEST(Message, a_random_nonce_and_the_tag_cost_their_bytes_on_air) {
  Message message = sealed("aes-128-eax", 16);
  const std::size_t counter = cost_of(profile("nrf52840-ble"), message).sealed_bytes;
  message.envelope.nonce = envelope::NoncePolicy::random;
  EXPECT_EQ(cost_of(profile("nrf52840-ble"), message).sealed_bytes, counter + 16);
  message.envelope.tag_bytes = 4;
  EXPECT_EQ(cost_of(profile("nrf52840-ble"), message).sealed_bytes, counter + 16 - 12);
}

TEST(Message, plaintext_costs_no_computing) {
  Message message = sealed("none", 16);
  message.envelope.format = envelope::Format::raw;
  const MessageCost cost = cost_of(profile("nrf52840-ble"), message);
  EXPECT_EQ(cost.basis, "nothing");
  EXPECT_EQ(cost.compute_uj, 0.0);
  EXPECT_EQ(cost.sealed_bytes, 16U);
  EXPECT_EQ(cost.envelope_air_uj, 0.0);
}

// SF7, coding rate 4/5: the symbols come in groups of five, so that the 5 bytes from 11 to 16 (with
// LoRaWAN's 13 before them) differ by no more than two groups, and some by none.
TEST(Message, on_lora_the_air_is_a_step_function_of_the_bytes) {
  const Profile& node = profile("lora-sf7");
  std::size_t steps = 0;
  for (std::size_t bytes = 10; bytes < 40; ++bytes) {
    const double more = node.radio.seconds(bytes + 1) - node.radio.seconds(bytes);
    EXPECT_GE(more, 0);
    steps += more > 0 ? 1U : 0U;
  }
  EXPECT_GT(steps, 0U);
  EXPECT_LT(steps, 30U);
  EXPECT_GT(cost_of(node, sealed("ascon-aead128", 16)).envelope_air_uj,
            *cost_of(node, sealed("ascon-aead128", 16)).compute_uj * 100);
}

TEST(Message, what_was_not_measured_is_said_and_never_zero) {
  const MessageCost gcm = cost_of(profile("nrf52840-ble"), sealed("aes-128-gcm", 16));
  EXPECT_EQ(gcm.basis, "not measured");
  EXPECT_FALSE(gcm.why_not.empty());
  EXPECT_FALSE(gcm.compute_uj || gcm.compute_seconds || gcm.seconds() || gcm.microjoule());
  EXPECT_FALSE(battery_days(profile("nrf52840-ble"), gcm, 1));
}

// EAX, 16 bytes, topic of 16: 2 calls for the payload, 2 for 29 bytes of associated data, 1 for the
// nonce; at most 17 us each by the data sheet.
TEST(Message, a_peripheral_takes_the_data_sheets_time_for_each_block_call) {
  const Profile& node = profile("nrf52840-ble-aes-peripheral");
  const MessageCost cost = cost_of(node, sealed("aes-128-eax", 16));
  EXPECT_EQ(cost.basis, "data-sheet");
  EXPECT_NEAR(*cost.compute_seconds, 5 * 17e-6, 1e-12);
  EXPECT_FALSE(cost.cycles);
  EXPECT_EQ(cost_of(node, sealed("speck-64-128-eax", 16)).basis, "not measured");
}

TEST(Message, battery_days_are_the_batterys_energy_over_the_messages) {
  const Profile& node = profile("cc2340-ble");
  const MessageCost cost = cost_of(node, sealed("ascon-aead128", 64));
  EXPECT_NEAR(*battery_days(node, cost, 0.1),
              220 * 3.6 * 3.0 / (*cost.microjoule() * 1e-6 * 0.1) / 86400,
              1e-6);
}

TEST(Message, a_wrong_combination_is_refused) {
  Message message = sealed("speck-64-128-eax", 16);
  message.envelope.tag_bytes = 16;  // a block has 8
  EXPECT_THROW(static_cast<void>(cost_of(profile("nrf52840-ble"), message)), std::invalid_argument);
}

TEST(SecurityPrice, a_truncated_tag_shows_its_forgery_bound) {
  Message message = sealed("ascon-aead128", 16);
  message.envelope.tag_bytes = 4;
  const SecurityPrice price = price_of(message);
  EXPECT_EQ(price.tag_bits, 32);
  EXPECT_EQ(price.failed_opens_to_warn, 4096U);
  EXPECT_DOUBLE_EQ(forgery_probability(price, 1), std::ldexp(1.0, -32));
  EXPECT_DOUBLE_EQ(forgery_probability(price, 4096), std::ldexp(1.0, -20));
  EXPECT_EQ(forgery_probability(price, 1e12), 1.0);
}

// envelope.md: 2^20 block calls under one key of a 64-bit block; this message takes 2 + 4 + 4.
TEST(SecurityPrice, a_block_of_64_bits_serves_few_messages_under_one_key) {
  EXPECT_EQ(price_of(sealed("speck-64-128-eax", 16)).messages_per_key, (1U << 20) / 10);
  EXPECT_GT(price_of(sealed("aes-128-eax", 16)).messages_per_key, std::uint64_t{1} << 40);
}

}  // namespace
}  // namespace mqseal::device
