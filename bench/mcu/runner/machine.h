// SPDX-License-Identifier: MIT
// A simulated microcontroller that holds one firmware image and calls its functions. Firmware does
// no I/O: arguments and results are globals that the host writes and reads by symbol.
// avr_machine.cpp (simavr, GPL-3) and unicorn_machine.cpp (Unicorn, GPL-2) go into two programs.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bench/mcu/runner/elf_image.h"

namespace mqseal::mcu {

/// What one call cost; the call itself is not counted, the return is.
struct Cost {
  std::uint64_t cycles = 0, cycles_low = 0, cycles_high = 0;  ///< equal where the basis is exact
  std::uint64_t instructions = 0;
  std::uint32_t stack_bytes = 0;         ///< lowest stack pointer seen, return address included
  std::uint64_t address_trace_hash = 0;  ///< FNV-1a over every data address; 0 where not traced
};

class Machine {
 public:
  Machine() = default;
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  virtual ~Machine() = default;

  virtual void write(std::uint32_t address, std::span<const std::uint8_t> bytes) = 0;
  virtual void read(std::uint32_t address, std::span<std::uint8_t> bytes) = 0;
  /// Runs the function (no arguments, no result) at `address` to its return.
  /// Throws std::runtime_error on a fault or after 200 million instructions.
  virtual Cost call(std::uint32_t address) = 0;
};

/// "exact", "model-0ws" or "instructions" (then Cost's cycles are not to be used).
[[nodiscard]] std::string_view basis_of(std::string_view target);
/// The targets that this program simulates.
[[nodiscard]] std::vector<std::string> targets();

/// Whether calls are to be costed; `no` may leave every Cost zero and is faster.
enum class Costed : bool { no, yes };

/// Throws std::invalid_argument on a target of another program.
[[nodiscard]] std::unique_ptr<Machine> make_machine(std::string_view target,
                                                    const ElfImage& image,
                                                    Costed costed = Costed::yes);

}  // namespace mqseal::mcu
