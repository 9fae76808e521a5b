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

TEST(Tables, a_size_between_measured_ones_lies_between_their_cycles) {
  const auto at16 = cycles_for("cortex-m4", "speck-64-128-eax", "seal", 16);
  const auto at40 = cycles_for("cortex-m4", "speck-64-128-eax", "seal", 40);
  const auto at64 = cycles_for("cortex-m4", "speck-64-128-eax", "seal", 64);
  ASSERT_TRUE(at16 && at40 && at64);
  EXPECT_FALSE(at16->interpolated);
  EXPECT_TRUE(at40->interpolated);
  EXPECT_GT(at40->cycles, at16->cycles);
  EXPECT_LT(at40->cycles, at64->cycles);
}

}  // namespace
}  // namespace mqseal::device
