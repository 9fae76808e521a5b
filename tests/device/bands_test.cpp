// SPDX-License-Identifier: MIT
// The committed tables against published figures. Source of the FELICS column: cryptolu/FELICS,
// block_ciphers/results20190807.zip, AVR_scenario1.csv (128 bytes, CBC, best C code; PRESENT also
// assembler). Bands, not equality: other compiler, other code.
#include <algorithm>
#include <iostream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/device/table.h"

namespace mqseal::device {
namespace {

std::uint64_t fastest(const char* cipher) {
  const Row* row = find_row("atmega328p", cipher, "cbc_128", 128);
  return row == nullptr || !row->cycles ? 0 : *row->cycles;
}

struct Published {
  const char* cipher;
  double felics_c;
  double lowest, highest;  ///< share of it that is accepted
};

// issue: SPECK64 within 15 % of 20,830, SIMON64 of 33,009, AES at or below 42,817, PRESENT-80 at
// least five times better than 1,238,974.
constexpr Published published[] = {{"speck-64-128", 20830, 0.85, 1.15},
                                   {"simon-64-128", 33009, 0.85, 1.15},
                                   {"aes-128", 42817, 0, 1.0},
                                   {"present-80", 1238974, 0, 0.2}};

TEST(Bands, avr_block_ciphers_lie_where_felics_puts_c_code) {
  std::cout << "cipher         ours  FELICS C  share\n";
  for (const Published& row : published) {
    const auto ours = static_cast<double>(fastest(row.cipher));
    std::cout << fmt::format(
        "{:12} {:6.0f}  {:8.0f}   {:.2f}\n", row.cipher, ours, row.felics_c, ours / row.felics_c);
    EXPECT_GT(ours, row.felics_c * row.lowest) << row.cipher;
    EXPECT_LE(ours, row.felics_c * row.highest) << row.cipher;
  }
}

TEST(Bands, avr_aes_is_fast_in_less_than_a_quarter_of_felics_flash) {
  bool found = false;
  for (const Table& table : tables()) {
    for (const Row& row : table.rows) {
      found |= table.target == "atmega328p" && row.cipher == "aes-128" &&
               row.operation == "cbc_128" && row.cycles <= 42817U && row.flash_bytes < 11312 / 4;
    }
  }
  EXPECT_TRUE(found);
}

TEST(Bands, present_on_avr_beats_the_published_assembler) {
  EXPECT_LT(fastest("present-80"), 120305U);
}

TEST(Bands, stack_and_variables_fit_the_device) {
  for (const Table& table : tables()) {
    for (const Row& row : table.rows) {
      if (table.target == "atmega328p") {
        EXPECT_LT(row.stack_bytes + row.ram_bytes, 2048U) << row.cipher << row.operation;
      }
    }
  }
}

}  // namespace
}  // namespace mqseal::device
