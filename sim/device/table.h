// SPDX-License-Identifier: MIT
// What ./dev mcu measured on simulated microcontrollers: sim/device/tables/<target>.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mqseal::device {

/// One measured operation. `operation`: key_setup, cbc_128 (FELICS scenario 1), ctr_16 (scenario
/// 2), seal, open.
struct Row {
  std::string target, cipher, operation;
  std::size_t bytes = 0;  ///< of plaintext
  std::optional<std::uint64_t> cycles, cycles_low,
      cycles_high;  ///< none where basis is instructions
  std::uint64_t instructions = 0;
  std::uint64_t flash_bytes = 0, ram_bytes = 0, stack_bytes = 0;
  std::string basis;           ///< exact | model-0ws | instructions
  std::string implementation;  ///< portable | avr | rows | byte-table | word-table
  std::string compiler, flags, optimisation;
};

struct Table {
  std::string target;
  std::string core_sources_sha256;  ///< of the ciphers/core that was measured
  std::vector<Row> rows;
};

/// Every table built into the program. Throws base::Error (bug) naming a malformed file.
[[nodiscard]] const std::vector<Table>& tables();
/// True where ciphers/core has changed since `table` was measured.
[[nodiscard]] bool is_stale(const Table& table);
/// Cheapest optimisation's row with exactly these; nullptr where not measured.
[[nodiscard]] const Row* find_row(const std::string& target,
                                  const std::string& cipher,
                                  const std::string& operation,
                                  std::size_t bytes);

/// Cycles of an operation at any payload size: the measured row where there is one, else a straight
/// line through the two nearest measured sizes (EAX and Ascon cost a constant plus a constant per
/// block); `interpolated` says so. nullopt where fewer than two sizes were measured.
struct Estimate {
  double cycles = 0;
  bool interpolated = false;
};

[[nodiscard]] std::optional<Estimate> cycles_for(const std::string& target,
                                                 const std::string& cipher,
                                                 const std::string& operation,
                                                 std::size_t bytes);

}  // namespace mqseal::device
