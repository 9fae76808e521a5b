// SPDX-License-Identifier: MIT
// Cycles of Thumb code at zero flash wait states, from the instructions that were executed.
// Source: ARM Cortex-M3 TRM r2p0 (ARM DDI 0337H), 3.3.1 "Cortex-M3 instructions" and 3.3.2
// "Load/store timings"; Cortex-M4 TRM r0p1 (ARM DDI 0439), 3.3; Cortex-M0+ TRM r0p1 (ARM DDI
// 0484), 3.3. Not modelled: flash wait states, caches, interrupts, skipped instructions of an IT
// block (1 each).
#pragma once

#include <cstdint>
#include <span>

namespace mqseal::mcu {

enum class Core : std::uint8_t { m0plus, m3, m4 };

/// What decides an instruction's time.
enum class ThumbKind : std::uint8_t {
  alu,
  multiply,             ///< 32-bit result
  multiply_accumulate,  ///< MLA, MLS
  multiply_long,        ///< UMULL, SMULL
  multiply_long_accumulate,
  divide,
  load,
  load_pc,
  store_immediate,
  store_register,  ///< register offset
  load_multiple,   ///< LDM, POP, LDRD
  pop_pc,
  store_multiple,  ///< STM, PUSH, STRD
  branch_conditional,
  branch,           ///< B
  branch_link,      ///< BL
  branch_register,  ///< BX, BLX, MOV pc, ADD pc
  table_branch,
  barrier
};

struct ThumbInstruction {
  ThumbKind kind = ThumbKind::alu;
  unsigned registers = 0;     ///< moved by a multiple
  int target = -1;            ///< register that a single load writes
  int base = -1, index = -1;  ///< address registers of a single load or store
  bool writeback = false;
};

/// `first`, `second`: the halfwords; `second` is ignored for a 16-bit instruction.
[[nodiscard]] ThumbInstruction decode_thumb(std::uint16_t first, std::uint16_t second) noexcept;
[[nodiscard]] bool is_32_bit(std::uint16_t first) noexcept;

/// Sum over a trace. `cycles` takes the pipeline refill P as 1 for B, BL, Bcc and 2 for indirect
/// branches; `low` takes P = 1 everywhere and `high` P = 3 (the TRM gives P = 1 to 3).
class ThumbClock {
 public:
  explicit ThumbClock(Core core) : core_(core) {}

  /// Call for each executed instruction, in order; `taken` matters for conditional branches only.
  void step(const ThumbInstruction& instruction, bool taken) noexcept;

  [[nodiscard]] std::uint64_t cycles() const noexcept { return nominal_; }

  [[nodiscard]] std::uint64_t low() const noexcept { return low_; }

  [[nodiscard]] std::uint64_t high() const noexcept { return high_; }

 private:
  void add(std::uint64_t fixed, unsigned refills, unsigned nominal_refill) noexcept;
  void step_m0plus(const ThumbInstruction& instruction, bool taken) noexcept;
  void step_m3(const ThumbInstruction& instruction, bool taken) noexcept;
  [[nodiscard]] bool follows_load(const ThumbInstruction& instruction) const noexcept;

  Core core_;
  ThumbInstruction previous_;
  std::uint64_t nominal_ = 0, low_ = 0, high_ = 0;
};

}  // namespace mqseal::mcu
