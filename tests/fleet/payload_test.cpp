// SPDX-License-Identifier: MIT
#include "sim/fleet/payload.h"

#include <map>
#include <vector>

#include <gtest/gtest.h>

namespace mqseal::fleet {
namespace {

class Payload : public testing::TestWithParam<bool> {};

TEST_P(Payload, only_its_own_sender_sequence_and_seed_explain_it) {
  const bool labelled = GetParam();
  const Payloads payloads(1);
  std::vector<std::uint8_t> bytes(64);
  payloads.write(3, 9, labelled, bytes);
  EXPECT_TRUE(payloads.matches(3, 9, labelled, bytes));
  EXPECT_FALSE(payloads.matches(4, 9, labelled, bytes));
  EXPECT_FALSE(payloads.matches(3, 10, labelled, bytes));
  EXPECT_FALSE(Payloads(2).matches(3, 9, labelled, bytes));
}

TEST_P(Payload, every_bit_counts_at_every_length) {
  const bool labelled = GetParam();
  const Payloads payloads(1);
  for (std::size_t size = label_bytes; size <= 41; ++size) {
    std::vector<std::uint8_t> bytes(size);
    payloads.write(3, 9, labelled, bytes);
    for (std::size_t bit = 0; bit < 8 * size; ++bit) {
      bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
      EXPECT_FALSE(payloads.matches(3, 9, labelled, bytes)) << size << ' ' << bit;
      bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    }
    EXPECT_TRUE(payloads.matches(3, 9, labelled, bytes));
  }
}

INSTANTIATE_TEST_SUITE_P(Both, Payload, testing::Bool());

TEST(PayloadLength, is_the_one_size_or_drawn_evenly_and_known_to_both_sides) {
  const Payloads payloads(1);
  EXPECT_EQ(payloads.length({{64}, false}, 1, 1), 64U);
  std::map<std::size_t, int> range, list;
  for (Sequence sequence = 0; sequence < 30'000; ++sequence) {
    ++range[payloads.length({{16, 18}, true}, 1, sequence)];
    ++list[payloads.length({{16, 1024}, false}, 1, sequence)];
    EXPECT_EQ(payloads.length({{16, 18}, true}, 1, sequence),
              Payloads(1).length({{16, 18}, true}, 1, sequence));
  }
  ASSERT_EQ(range.size(), 3U);
  for (const auto& [size, times] : range) {
    EXPECT_NEAR(times, 10'000, 400) << size;
  }
  ASSERT_EQ(list.size(), 2U);
  EXPECT_NEAR(list[16], 15'000, 500);
}

TEST(Label, is_read_back_and_not_from_less) {
  std::vector<std::uint8_t> bytes(label_bytes);
  Payloads(1).write(0x01020304, 0x05060708090a0b0cU, true, bytes);
  EXPECT_EQ(bytes, (std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
  const auto label = read_label(bytes);
  ASSERT_TRUE(label);
  EXPECT_EQ(label->sender, 0x01020304U);
  EXPECT_EQ(label->sequence, 0x05060708090a0b0cU);
  EXPECT_FALSE(read_label(std::span(bytes).first(label_bytes - 1)));
}

TEST(Label, a_payload_shorter_than_a_label_matches_nothing) {
  EXPECT_FALSE(Payloads(1).matches(1, 1, true, std::vector<std::uint8_t>(label_bytes - 1)));
}

}  // namespace
}  // namespace mqseal::fleet
