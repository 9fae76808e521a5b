// SPDX-License-Identifier: MIT
// Thumb and Thumb-2 encodings as far as they decide time. Source: ARMv7-M Architecture Reference
// Manual (ARM DDI 0403), A5.2 (16 bits) and A5.3 (32 bits).
#include <bit>

#include "bench/mcu/runner/thumb_cost.h"

namespace mqseal::mcu {

namespace {

constexpr int pc = 15;

unsigned count(unsigned list) {
  return static_cast<unsigned>(std::popcount(list));
}

ThumbInstruction of(ThumbKind kind) {
  ThumbInstruction instruction;
  instruction.kind = kind;
  return instruction;
}

ThumbInstruction multiple(ThumbKind kind, unsigned registers) {
  ThumbInstruction instruction = of(kind);
  instruction.registers = registers;
  return instruction;
}

ThumbInstruction single(bool load, int target, int base, int index) {
  ThumbInstruction instruction;
  instruction.kind = load ? (target == pc ? ThumbKind::load_pc : ThumbKind::load)
                          : (index >= 0 ? ThumbKind::store_register : ThumbKind::store_immediate);
  instruction.target = load ? target : -1;
  instruction.base = base;
  instruction.index = index;
  return instruction;
}

/// A5.2.4: load/store single data item, 16 bits.
ThumbInstruction decode_load_store_16(unsigned h) {
  const int low_register = static_cast<int>(h & 7);
  const int base = static_cast<int>((h >> 3) & 7);
  if ((h >> 12) == 5) {  // register offset: bits 11:9 from 3 on are loads
    return single(((h >> 9) & 7) >= 3, low_register, base, static_cast<int>((h >> 6) & 7));
  }
  if ((h >> 12) == 9) {  // SP-relative
    return single((h & 0x0800) != 0, static_cast<int>((h >> 8) & 7), 13, -1);
  }
  return single((h & 0x0800) != 0, low_register, base, -1);
}

/// A5.2.5: miscellaneous 16-bit instructions.
ThumbInstruction decode_misc_16(unsigned h) {
  if ((h & 0xf600) == 0xb400) {
    const unsigned registers = count(h & 0x1ff);
    if ((h & 0x0800) == 0) {
      return multiple(ThumbKind::store_multiple, registers);
    }
    return multiple((h & 0x0100) != 0 ? ThumbKind::pop_pc : ThumbKind::load_multiple, registers);
  }
  return of((h & 0xf500) == 0xb100 ? ThumbKind::branch_conditional : ThumbKind::alu);  // CBZ, CBNZ
}

ThumbInstruction decode_16(unsigned h) {
  if ((h & 0xff00) == 0x4700) {
    return of(ThumbKind::branch_register);
  }
  if ((h & 0xfc00) == 0x4400) {  // high registers: a write to pc branches, CMP does not write
    const bool writes_pc = ((h & 0x0300) != 0x0100) && ((h & 7) | ((h >> 4) & 8)) == 15;
    return of(writes_pc ? ThumbKind::branch_register : ThumbKind::alu);
  }
  if ((h & 0xffc0) == 0x4340) {
    return of(ThumbKind::multiply);
  }
  if ((h & 0xf800) == 0x4800) {
    return single(true, static_cast<int>((h >> 8) & 7), pc, -1);
  }
  if ((h >> 12) >= 5 && (h >> 12) <= 9) {
    return decode_load_store_16(h);
  }
  switch (h >> 12) {
    case 0xb:
      return decode_misc_16(h);
    case 0xc:
      return multiple((h & 0x0800) != 0 ? ThumbKind::load_multiple : ThumbKind::store_multiple,
                      count(h & 0xff));
    case 0xd:
      return of((h & 0x0f00) < 0x0e00 ? ThumbKind::branch_conditional : ThumbKind::alu);
    case 0xe:
      return of(ThumbKind::branch);
    default:
      return of(ThumbKind::alu);
  }
}

/// A5.3.5, A5.3.6: load/store multiple, dual, exclusive, table branch.
ThumbInstruction decode_multiple_32(unsigned first, unsigned second) {
  const bool load = (first & 0x0010) != 0;
  if ((first & 0x0040) == 0) {
    if (load && (second & 0x8000) != 0) {
      return multiple(ThumbKind::pop_pc, count(second));
    }
    return multiple(load ? ThumbKind::load_multiple : ThumbKind::store_multiple, count(second));
  }
  if ((first & 0xfff0) == 0xe8d0 && (second & 0xffe0) == 0xf000) {
    return of(ThumbKind::table_branch);
  }
  return multiple(load ? ThumbKind::load_multiple : ThumbKind::store_multiple, 2);
}

/// A5.3.7 to A5.3.10: load/store single, 32 bits.
ThumbInstruction decode_single_32(unsigned first, unsigned second) {
  const bool load = (first & 0x0010) != 0;
  const int base = static_cast<int>(first & 15);
  const int target = static_cast<int>(second >> 12);
  const bool wide_immediate = (first & 0x0080) != 0 || base == pc;
  const bool short_immediate = !wide_immediate && (second & 0x0800) != 0;
  const bool register_offset = !wide_immediate && !short_immediate;
  if (load && target == pc && (first & 0x0060) != 0x0040) {
    return of(ThumbKind::alu);  // PLD and other hints
  }
  ThumbInstruction instruction =
      single(load, target, base, register_offset ? static_cast<int>(second & 15) : -1);
  instruction.writeback = short_immediate && (second & 0x0100) != 0;
  return instruction;
}

/// A5.3.4: branches and miscellaneous control.
ThumbInstruction decode_branch_32(unsigned first, unsigned second) {
  switch (second & 0xd000) {
    case 0xd000:
      return of(ThumbKind::branch_link);
    case 0x9000:
      return of(ThumbKind::branch);
    case 0x8000:
      if (((first >> 6) & 15) < 14) {
        return of(ThumbKind::branch_conditional);
      }
      return of((first & 0xfff0) == 0xf3b0 ? ThumbKind::barrier : ThumbKind::alu);
    default:
      return of(ThumbKind::alu);
  }
}

/// A5.3.16, A5.3.17: multiply and divide.
ThumbInstruction decode_multiply_32(unsigned first, unsigned second) {
  if ((first & 0x0080) == 0) {
    return of((second >> 12) == 15 ? ThumbKind::multiply : ThumbKind::multiply_accumulate);
  }
  switch ((first >> 4) & 7) {
    case 1:
    case 3:
      return of(ThumbKind::divide);
    case 4:
    case 6:
      return of(ThumbKind::multiply_long_accumulate);
    default:
      return of(ThumbKind::multiply_long);
  }
}

}  // namespace

bool is_32_bit(std::uint16_t first) noexcept {
  return (first >> 11) >= 0x1d;
}

ThumbInstruction decode_thumb(std::uint16_t first, std::uint16_t second) noexcept {
  if (!is_32_bit(first)) {
    return decode_16(first);
  }
  if ((first & 0xfe00) == 0xe800) {
    return decode_multiple_32(first, second);
  }
  if ((first & 0xfe00) == 0xf800) {
    return decode_single_32(first, second);
  }
  if ((first & 0xf800) == 0xf000 && (second & 0x8000) != 0) {
    return decode_branch_32(first, second);
  }
  if ((first & 0xff00) == 0xfb00) {
    return decode_multiply_32(first, second);
  }
  return of(ThumbKind::alu);
}

}  // namespace mqseal::mcu
