// SPDX-License-Identifier: MIT
// What ./dev mcu measured on simulated microcontrollers: sim/device/tables/<target>.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ciphers/host/aead.h"

namespace mqseal::device {

/// One measured operation. `operation`: key_setup, cbc_128 (FELICS scenario 1), ctr_16 (scenario
/// 2), seal, open, control (a seal that serves to check estimate() only).
struct Row {
  std::string target, cipher, operation;
  std::size_t bytes = 0;        ///< of plaintext
  std::size_t topic_bytes = 0;  ///< of the topic in the associated data; seal and open only
  std::optional<std::uint64_t> cycles, cycles_low,
      cycles_high;  ///< none where basis is instructions
  std::uint64_t instructions = 0;
  std::uint64_t flash_bytes = 0, ram_bytes = 0, stack_bytes = 0;
  std::string basis;           ///< exact | model-0ws | instructions
  std::string implementation;  ///< portable | avr | rows | byte-table | word-table
  std::string compiler, flags, optimisation;
};

/// One firmware image that passed: its published vectors on the simulated device, random messages
/// against the host, equal cycles over random keys and texts.
struct Check {
  std::string cipher, implementation, optimisation;
  std::string kind;  ///< block | inverse (decryption) | aead
  std::size_t vectors = 0, differential = 0;
  bool equal_cycles = false;  ///< not asked of `inverse`
  bool equal_addresses =
      false;  ///< likewise data addresses; false for tables, and where not traced
};

struct Table {
  std::string target;
  std::string sources_sha256;  ///< of what was measured (cmake/DeviceSourcesHash.cmake)
  std::vector<Check> checks;
  std::vector<Row> rows;
};

/// Every table built into the program. Throws base::Error (bug) naming a malformed file.
[[nodiscard]] const std::vector<Table>& tables();
/// True where the sources have changed since `table` was measured.
[[nodiscard]] bool is_stale(const Table& table);
/// Cheapest build's row with exactly these; nullptr where not measured.
[[nodiscard]] const Row* find_row(const std::string& target,
                                  const std::string& cipher,
                                  const std::string& operation,
                                  std::size_t bytes,
                                  std::size_t topic_bytes = 16);

/// Cycles of seal or open for any payload and topic, from one build: the one that is fastest over
/// the measured sizes.
struct Estimate {
  double cycles = 0;
  double cycles_high = 0;      ///< `cycles` where the basis is exact
  bool measured = false;       ///< else computed from the measured sizes, block by block
  const Row* build = nullptr;  ///< a row of that build: its flash, compiler, basis
};

/// `operation`: seal or open. A cipher costs a constant, plus a constant for each block of payload
/// and of associated data; both come from the measured sizes around. nullopt where the target has
/// no cycles of this cipher (RV32 has instructions only).
[[nodiscard]] std::optional<Estimate> estimate(const std::string& target,
                                               const host::CipherInfo& cipher,
                                               const std::string& operation,
                                               std::size_t payload_bytes,
                                               std::size_t topic_bytes);
/// The same by the cipher's id, with the tables' own topic length; nullopt for an unknown id, too.
[[nodiscard]] std::optional<Estimate> estimate(const std::string& target,
                                               const std::string& cipher_id,
                                               const std::string& operation,
                                               std::size_t payload_bytes);

}  // namespace mqseal::device
