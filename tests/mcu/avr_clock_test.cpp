// SPDX-License-Identifier: MIT
// What "exact" rests on: simavr against cycles added up by hand from the AVR Instruction Set Manual
// (DS40002198, columns of AVRe+ with a program counter of 16 bits); the return takes 4.
#include <gtest/gtest.h>

#include "bench/mcu/runner/machine.h"

/// simavr's avr_terminate leaves its interrupt tables behind; LeakSanitizer asks here what to pass.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libsimavr";
}

namespace mqseal::mcu {
namespace {

struct Expected {
  const char* symbol;
  unsigned cycles;
};

constexpr Expected sequences[] = {{"avr_return", 4},
                                  {"avr_alu", 6 + 4},
                                  {"avr_word", 2 + 2 + 4},
                                  {"avr_multiply", 2 + 1 + 4},
                                  {"avr_stack", 2 + 2 + 4},
                                  {"avr_load_store", 1 + 1 + 2 + 2 + 4},
                                  {"avr_flash", 1 + 1 + 3 + 4},
                                  {"avr_absolute", 2 + 2 + 4},
                                  {"avr_jump", 2 + 3 + 4},
                                  {"avr_branch_taken", 1 + 2 + 4},
                                  {"avr_branch_not_taken", 1 + 1 + 1 + 1 + 4},
                                  {"avr_loop_three", 1 + 3 + 2 + 2 + 1 + 4},
                                  {"avr_call", 4 + 4 + 4},
                                  {"avr_call_indirect", 1 + 1 + 3 + 4 + 4}};

TEST(AvrClock, sequences_take_the_manuals_cycles) {
  const ElfImage image(MQSEAL_SEQUENCES_AVR);
  const auto machine = make_machine("atmega328p", image);
  for (const Expected& sequence : sequences) {
    EXPECT_EQ(machine->call(image.symbol(sequence.symbol).address).cycles, sequence.cycles)
        << sequence.symbol;
  }
}

TEST(AvrClock, the_stack_is_the_deepest_point_with_its_return_addresses) {
  const ElfImage image(MQSEAL_SEQUENCES_AVR);
  const auto machine = make_machine("atmega328p", image);
  EXPECT_EQ(machine->call(image.symbol("avr_return").address).stack_bytes, 2U);
  EXPECT_EQ(machine->call(image.symbol("avr_stack").address).stack_bytes, 3U);
  EXPECT_EQ(machine->call(image.symbol("avr_call").address).stack_bytes, 4U);
}

}  // namespace
}  // namespace mqseal::mcu
