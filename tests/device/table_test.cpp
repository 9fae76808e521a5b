// SPDX-License-Identifier: MIT
#include "sim/device/table.h"

#include <gtest/gtest.h>

namespace mqseal::device {
namespace {

TEST(Tables, none_is_stale) {
  ASSERT_FALSE(tables().empty()) << "run ./dev mcu";
  for (const Table& table : tables()) {
    EXPECT_FALSE(is_stale(table)) << table.target << ": its sources have changed; run ./dev mcu";
    EXPECT_FALSE(table.rows.empty());
  }
}

TEST(Tables, every_row_names_its_compiler_and_only_instruction_rows_lack_cycles) {
  for (const Table& table : tables()) {
    for (const Row& row : table.rows) {
      EXPECT_FALSE(row.compiler.empty());
      EXPECT_GT(row.instructions, 0U);
      EXPECT_EQ(row.cycles.has_value(), row.basis != "instructions") << row.target << row.cipher;
    }
  }
}

TEST(Tables, every_image_passed_vectors_and_random_messages_and_keeps_its_time) {
  for (const Table& table : tables()) {
    EXPECT_GE(table.checks.size(), 62U) << table.target;
    for (const Check& check : table.checks) {
      const std::string image = table.target + " " + check.cipher + " " + check.implementation;
      EXPECT_GT(check.vectors, 0U) << image;
      if (check.kind == "inverse") {
        continue;
      }
      const bool looks_up = check.implementation.ends_with("-table");
      EXPECT_GE(check.differential, 24U) << image;
      EXPECT_TRUE(check.equal_cycles) << image;
      EXPECT_EQ(check.equal_addresses, !looks_up && table.target != "atmega328p") << image;
    }
  }
}

TEST(Tables, every_catalogue_cipher_of_ours_has_all_its_figures_on_every_target) {
  for (const Table& table : tables()) {
    for (const host::CipherInfo& cipher : host::catalogue()) {
      if (!cipher.id.ends_with("-eax") && cipher.id != "ascon-aead128") {
        continue;  // none, and the baselines of a library that no firmware has
      }
      const std::string id(cipher.id);
      for (const std::size_t bytes : {0U, 16U, 64U, 128U}) {
        EXPECT_NE(find_row(table.target, id, "seal", bytes), nullptr) << table.target << ' ' << id;
        EXPECT_NE(find_row(table.target, id, "open", bytes), nullptr) << table.target << ' ' << id;
      }
      EXPECT_NE(find_row(table.target, id, "key_setup", 0), nullptr) << table.target << ' ' << id;
      if (cipher.id.ends_with("-eax")) {
        const std::string block(cipher.block_cipher);
        EXPECT_NE(find_row(table.target, block, "cbc_128", 128), nullptr) << block;
        EXPECT_NE(find_row(table.target, block, "ctr_16", 16), nullptr) << block;
        EXPECT_NE(find_row(table.target, block, "key_setup", 0), nullptr) << block;
      }
    }
  }
}

TEST(Estimate, a_measured_size_is_itself) {
  const auto* cipher = host::find_cipher("speck-64-128-eax");
  const auto at16 = estimate("cortex-m4", *cipher, "seal", 16, 16);
  ASSERT_TRUE(at16);
  EXPECT_TRUE(at16->measured);
  EXPECT_EQ(at16->cycles,
            static_cast<double>(*find_row("cortex-m4", "speck-64-128-eax", "seal", 16)->cycles));
  EXPECT_GE(at16->cycles_high, at16->cycles);
}

// Each build sealed 40 bytes under a topic of 30 as well, which no estimate has seen.
TEST(Estimate, a_size_that_was_not_measured_comes_out_right_within_four_percent) {
  std::size_t compared = 0;
  for (const Table& table : tables()) {
    for (const Row& row : table.rows) {
      if (row.operation != "control" || !row.cycles) {
        continue;
      }
      const auto found = estimate(
          table.target, *host::find_cipher(row.cipher), "seal", row.bytes, row.topic_bytes);
      ASSERT_TRUE(found);
      if (found->build->implementation == row.implementation &&
          found->build->optimisation == row.optimisation) {
        EXPECT_FALSE(found->measured);
        EXPECT_NEAR(found->cycles / static_cast<double>(*row.cycles), 1, 0.04)
            << table.target << ' ' << row.cipher;
        ++compared;
      }
    }
  }
  EXPECT_EQ(compared, 8U * 4);  // eight ciphers on the four targets that have cycles
}

TEST(Estimate, instructions_are_never_called_cycles) {
  EXPECT_FALSE(estimate("rv32imc", *host::find_cipher("ascon-aead128"), "seal", 16, 16));
}

}  // namespace
}  // namespace mqseal::device
