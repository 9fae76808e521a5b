// SPDX-License-Identifier: MIT
#include "bench/mcu/runner/thumb_cost.h"

namespace mqseal::mcu {

void ThumbClock::add(std::uint64_t fixed, unsigned refills, unsigned nominal_refill) noexcept {
  nominal_ += fixed + std::uint64_t{refills} * nominal_refill;
  low_ += fixed + refills;
  high_ += fixed + std::uint64_t{refills} * 3;
}

void ThumbClock::step(const ThumbInstruction& instruction, bool taken) noexcept {
  if (core_ == Core::m0plus) {
    step_m0plus(instruction, taken);
  } else {
    step_m3(instruction, taken);
  }
  previous_ = instruction;
}

/// Cortex-M0+ TRM, table 3-1: two-stage pipeline, every time is fixed.
void ThumbClock::step_m0plus(const ThumbInstruction& instruction, bool taken) noexcept {
  switch (instruction.kind) {
    case ThumbKind::load:
    case ThumbKind::store_immediate:
    case ThumbKind::store_register:
    case ThumbKind::branch:
    case ThumbKind::branch_register:
      return add(2, 0, 0);
    case ThumbKind::load_multiple:
    case ThumbKind::store_multiple:
      return add(1 + instruction.registers, 0, 0);
    case ThumbKind::pop_pc:
      return add(2 + instruction.registers, 0, 0);
    case ThumbKind::branch_conditional:
      return add(taken ? 2 : 1, 0, 0);
    case ThumbKind::branch_link:
    case ThumbKind::barrier:
      return add(3, 0, 0);
    default:
      return add(1, 0, 0);
  }
}

/// TRM 3.3.2: a load after a load is pipelined unless its address needs the first one's result.
bool ThumbClock::follows_load(const ThumbInstruction& instruction) const noexcept {
  return previous_.kind == ThumbKind::load && !previous_.writeback &&
         previous_.target != instruction.base &&
         (instruction.index < 0 || previous_.target != instruction.index);
}

/// Cortex-M3 and M4 TRM, table 3-1; they differ in the multiplier only.
void ThumbClock::step_m3(const ThumbInstruction& instruction, bool taken) noexcept {
  const bool m4 = core_ == Core::m4;
  switch (instruction.kind) {
    case ThumbKind::multiply_accumulate:
      return add(m4 ? 1 : 2, 0, 0);
    case ThumbKind::multiply_long:
      return add(m4 ? 1 : 4, 0, 0);  // M3: 3 to 5, early termination
    case ThumbKind::multiply_long_accumulate:
      return add(m4 ? 1 : 6, 0, 0);  // M3: 4 to 7
    case ThumbKind::divide:
      return add(7, 0, 0);  // 2 to 12, early termination
    case ThumbKind::load:
      return add(follows_load(instruction) ? 1 : 2, 0, 0);
    case ThumbKind::store_register:
      return add(follows_load(instruction) ? 1 : 2, 0, 0);
    case ThumbKind::load_multiple:
    case ThumbKind::store_multiple:
      return add(1 + instruction.registers, 0, 0);
    case ThumbKind::pop_pc:
      return add(1 + instruction.registers, 1, 2);
    case ThumbKind::load_pc:
      return add(2, 1, 2);
    case ThumbKind::branch_conditional:
      return taken ? add(1, 1, 1) : add(1, 0, 0);
    case ThumbKind::branch:
    case ThumbKind::branch_link:
      return add(1, 1, 1);
    case ThumbKind::branch_register:
      return add(1, 1, 2);
    case ThumbKind::table_branch:
      return add(2, 1, 2);
    case ThumbKind::barrier:
      return add(4, 0, 0);
    default:
      return add(1, 0, 0);
  }
}

}  // namespace mqseal::mcu
