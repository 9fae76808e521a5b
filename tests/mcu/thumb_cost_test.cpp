// SPDX-License-Identifier: MIT
// Hand-written sequences (bench/mcu/firmware/sequences.S) on the simulated cores, against cycles
// added up by hand from the TRMs' tables (thumb_cost.h names them). Columns: Cortex-M0+, Cortex-M3,
// Cortex-M4; the return (BX LR: 2 on M0+, 1 + P with P = 2 on M3 and M4) is in each.
#include "bench/mcu/runner/thumb_cost.h"

#include <gtest/gtest.h>

#include "bench/mcu/runner/machine.h"

namespace mqseal::mcu {
namespace {

struct Expected {
  const char* symbol;
  unsigned m0plus, m3, m4;  ///< 0: Thumb-2, not on M0+
};

constexpr Expected sequences[] = {
    {"seq_return", 2, 3, 3},
    {"seq_alu", 3 + 2, 3 + 3, 3 + 3},
    {"seq_move_high", 2 + 2, 2 + 3, 2 + 3},
    {"seq_multiply", 1 + 2, 1 + 3, 1 + 3},
    {"seq_load", 1 + 2 + 2, 1 + 2 + 3, 1 + 2 + 3},
    {"seq_load_load_independent", 1 + 2 + 2 + 2, 1 + 2 + 1 + 3, 1 + 2 + 1 + 3},
    {"seq_load_alu_load", 1 + 2 + 1 + 2 + 2, 1 + 2 + 1 + 2 + 3, 1 + 2 + 1 + 2 + 3},
    {"seq_load_byte_half", 1 + 2 + 2 + 2, 1 + 2 + 1 + 3, 1 + 2 + 1 + 3},
    {"seq_store_immediate", 1 + 2 + 2, 1 + 1 + 3, 1 + 1 + 3},
    {"seq_store_register", 2 + 2 + 2, 2 + 2 + 3, 2 + 2 + 3},
    {"seq_load_store_register", 2 + 2 + 2 + 2, 2 + 2 + 1 + 3, 2 + 2 + 1 + 3},
    {"seq_branch", 2 + 2, 2 + 3, 2 + 3},
    {"seq_branch_not_taken", 1 + 1 + 1 + 2, 1 + 1 + 1 + 3, 1 + 1 + 1 + 3},
    {"seq_branch_taken", 1 + 2 + 2, 1 + 2 + 3, 1 + 2 + 3},
    {"seq_loop_three", 1 + 3 + 2 + 2 + 1 + 2, 1 + 3 + 2 + 2 + 1 + 3, 1 + 3 + 2 + 2 + 1 + 3},
    {"seq_push_pop", 3 + 3 + 2, 3 + 3 + 3, 3 + 3 + 3},
    {"seq_push_pop_pc", 3 + 4, 3 + 3 + 2, 3 + 3 + 2},
    {"seq_load_store_multiple", 2 + 4 + 1 + 4 + 2, 2 + 4 + 1 + 4 + 3, 2 + 4 + 1 + 4 + 3},
    {"seq_call", 3 + 3 + 2 + 4, 3 + 2 + 3 + 5, 3 + 2 + 3 + 5},
    {"seq_load_literal", 2 + 2, 2 + 3, 2 + 3},
    {"seq_load_address_dependent", 2 + 2 + 2 + 2 + 2, 2 + 1 + 2 + 2 + 3, 2 + 1 + 2 + 2 + 3},
    {"seq_add_sp", 2 + 2, 2 + 3, 2 + 3},
    {"seq_m3_multiply_accumulate", 0, 2 + 3, 1 + 3},
    {"seq_m3_multiply_long", 0, 4 + 3, 1 + 3},
    {"seq_m3_store_after_load", 0, 1 + 2 + 1 + 3, 1 + 2 + 1 + 3},
    {"seq_m3_load_double", 0, 3 + 3, 3 + 3},
    {"seq_m3_compare_branch", 0, 1 + 2 + 3, 1 + 2 + 3},
    {"seq_m3_wide_alu", 0, 2 + 3, 2 + 3},
    {"seq_m3_writeback_then_load", 0, 1 + 2 + 2 + 3, 1 + 2 + 2 + 3}};

void expect_cycles(const char* target, const char* elf, unsigned Expected::*column) {
  const ElfImage image(elf);
  const auto machine = make_machine(target, image);
  unsigned run = 0;
  for (const Expected& sequence : sequences) {
    if (sequence.*column != 0) {
      EXPECT_EQ(machine->call(image.symbol(sequence.symbol).address).cycles, sequence.*column)
          << target << ' ' << sequence.symbol;
      ++run;
    }
  }
  EXPECT_GE(run, 20U);
}

TEST(ThumbCost, cortex_m0plus_sequences) {
  expect_cycles("cortex-m0plus", MQSEAL_SEQUENCES_M0PLUS, &Expected::m0plus);
}

TEST(ThumbCost, cortex_m3_sequences) {
  expect_cycles("cortex-m3", MQSEAL_SEQUENCES_M3, &Expected::m3);
}

TEST(ThumbCost, cortex_m4_sequences) {
  expect_cycles("cortex-m4", MQSEAL_SEQUENCES_M3, &Expected::m4);
}

TEST(ThumbCost, the_bounds_enclose_the_figure) {
  const ElfImage image(MQSEAL_SEQUENCES_M3);
  const Cost cost = make_machine("cortex-m3", image)->call(image.symbol("seq_loop_three").address);
  EXPECT_LT(cost.cycles_low, cost.cycles);
  EXPECT_LT(cost.cycles, cost.cycles_high);
}

}  // namespace
}  // namespace mqseal::mcu
