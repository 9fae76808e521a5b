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

/// Cycles of FELICS' scenario 1; `implementation` empty: the fastest of all. 0 where not measured.
std::uint64_t cbc_cycles(const std::string& cipher, const std::string& implementation = {}) {
  std::uint64_t best = 0;
  for (const Table& table : tables()) {
    for (const Row& row : table.rows) {
      const bool wanted = implementation.empty() || row.implementation == implementation;
      if (table.target == "atmega328p" && row.cipher == cipher && row.operation == "cbc_128" &&
          wanted && row.cycles && (best == 0 || *row.cycles < best)) {
        best = *row.cycles;
      }
    }
  }
  return best;
}

struct Published {
  const char *cipher, *implementation;
  double felics_c, felics_assembler;
  double lowest, highest;  ///< share of FELICS' C figure that is accepted
};

// issue: SPECK64 within 15 % of 20,830, SIMON64 of 33,009, AES at or below 42,817, PRESENT-80 at
// least five times better than 1,238,974.
constexpr Published published[] = {{"speck-64-128", "portable", 20830, 17105, 0.85, 1.15},
                                   {"simon-64-128", "portable", 33009, 29841, 0.85, 1.15},
                                   {"aes-128", "byte-table", 42817, 23697, 0, 1.0},
                                   {"present-80", "rows", 1238974, 120305, 0, 0.2}};

TEST(Bands, avr_block_ciphers_lie_where_felics_puts_c_code) {
  std::cout << "cipher         ours  FELICS C  share  assembler\n";
  for (const Published& row : published) {
    const auto ours = static_cast<double>(cbc_cycles(row.cipher, row.implementation));
    std::cout << fmt::format("{:12} {:6.0f}  {:8.0f}   {:.2f}     {:6.0f}\n",
                             row.cipher,
                             ours,
                             row.felics_c,
                             ours / row.felics_c,
                             row.felics_assembler);
    EXPECT_GT(ours, row.felics_c * row.lowest) << row.cipher;
    EXPECT_LE(ours, row.felics_c * row.highest) << row.cipher;
  }
}

TEST(Bands, speck_on_avr_with_rounds_in_assembler_comes_near_felics_assembler) {
  EXPECT_LE(static_cast<double>(cbc_cycles("speck-64-128", "assembler")), 1.05 * 17105);
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
  EXPECT_LT(cbc_cycles("present-80"), 120305U);
  EXPECT_GT(cbc_cycles("present-80"), 0U);
}

// Two figures for 128 bytes without associated data; ours has 29 bytes of it, two permutations
// more. The spike's portable header with clang: 121,368. NIST's Arduino Uno, Ascon-128a in
// assembler (16 MHz, usnistgov/Lightweight-Cryptography-Benchmarking 0aee4ed): 4832 us = 77,312
// cycles.
TEST(Bands, ascon_on_avr_is_between_the_published_assembler_and_the_spike) {
  const Row* row = find_row("atmega328p", "ascon-aead128", "seal", 128);
  ASSERT_NE(row, nullptr);
  EXPECT_LE(row->cycles, 121368U);
  EXPECT_GT(row->cycles, 77312U);
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
