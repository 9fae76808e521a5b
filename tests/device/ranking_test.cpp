// SPDX-License-Identifier: MIT
#include "sim/device/ranking.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace mqseal::device {
namespace {

using testing::HasSubstr;

Message plain_shape(std::size_t payload_bytes) {
  Message message;
  message.envelope.nonce = envelope::NoncePolicy::counter;
  message.payload_bytes = payload_bytes;
  return message;
}

TEST(Ranking, is_sorted_and_holds_every_cipher_that_we_measure) {
  for (const char* id : {"atmega328p-cc2420", "cc2340-ble", "nrf52840-ble", "stm32-m3"}) {
    const auto all = ranked(*find_profile(id), plain_shape(16));
    EXPECT_EQ(all.size(), 8U) << id;
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const Ranked& a, const Ranked& b) {
      return *a.cost.microjoule() < *b.cost.microjoule();
    })) << id;
  }
}

TEST(Ranking, on_eight_bits_speck_leads_and_present_comes_behind_aes) {
  for (const std::size_t bytes : {16U, 64U, 128U}) {
    const auto all = ranked(*find_profile("atmega328p-cc2420"), plain_shape(bytes));
    EXPECT_EQ(all.front().cipher->id, "speck-64-128-eax") << bytes;
    const auto place = [&](std::string_view id) {
      return std::find_if(
          all.begin(), all.end(), [&](const Ranked& one) { return one.cipher->id == id; });
    };
    EXPECT_LT(place("aes-128-eax"), place("present-80-eax")) << bytes;
  }
}

TEST(Ranking, a_tag_length_leaves_out_the_ciphers_that_do_not_have_it) {
  Message message = plain_shape(16);
  message.envelope.tag_bytes = 16;
  for (const Ranked& one : ranked(*find_profile("nrf52840-ble"), message)) {
    EXPECT_NE(one.cipher->block_bytes, 8U) << one.cipher->id;
  }
}

TEST(Sentence, names_winner_numbers_and_caveats) {
  const std::string text = sentence(*find_profile("nrf52840-ble"), plain_shape(16), 0.1);
  EXPECT_THAT(text, HasSubstr("On nRF52840"));
  EXPECT_THAT(text, HasSubstr("16 bytes cost least with SPECK-64/128 EAX: "));
  EXPECT_THAT(text, HasSubstr("AES-128 EAX: "));
  EXPECT_THAT(text, HasSubstr("times as much"));
  EXPECT_THAT(text, HasSubstr("years unsealed"));
  EXPECT_THAT(text,
              HasSubstr("a tag 8 bytes shorter, which alone is worth 0.920 uJ"));  // 8 x 0.115
  EXPECT_THAT(text, HasSubstr("zero flash wait states"));
  EXPECT_THAT(text, HasSubstr("Left out: receiving"));
}

TEST(Sentence, says_that_nothing_is_known_rather_than_nothing) {
  Profile unknown = *find_profile("nrf52840-ble");
  unknown.target = "rv32imc";  // instructions only
  EXPECT_THAT(sentence(unknown, plain_shape(16), 1), HasSubstr("no cipher's cost is known"));
}

}  // namespace
}  // namespace mqseal::device
