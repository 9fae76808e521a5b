// SPDX-License-Identifier: MIT
// Known-answer tests from files: the record format of tests/vectors/README.md, run against every
// implementation that this CPU has. Users and reviewers bring their own vectors (`mqseal kat`).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mqseal::host {

/// One record: `FIELD = value` lines up to an empty line.
struct KatRecord {
  std::string file;
  int line = 0;  ///< of its first field, from 1
  std::map<std::string, std::string> fields;

  /// "file:line ID", for messages.
  [[nodiscard]] std::string name() const;

  [[nodiscard]] bool has(const std::string& field) const { return fields.contains(field); }

  /// Throws std::runtime_error "file:line: ..." where the field is missing.
  [[nodiscard]] const std::string& text(const std::string& field) const;
  /// The field as bytes; throws "file:line: ..." on anything but pairs of hex digits.
  [[nodiscard]] std::vector<std::uint8_t> bytes(const std::string& field) const;
  /// RESULT is "invalid"; a record without RESULT is valid. Throws on any other value.
  [[nodiscard]] bool invalid() const;
};

/// Throws std::runtime_error "file:line: what is wrong" on a malformed file; survives any bytes.
[[nodiscard]] std::vector<KatRecord> parse_records(std::string_view text, const std::string& file);
/// Reads and parses; throws std::runtime_error naming the file where it cannot be read.
[[nodiscard]] std::vector<KatRecord> read_records(const std::string& file);

struct KatReport {
  std::size_t records = 0;  ///< run, each against at least one implementation
  std::size_t checks = 0;   ///< record times implementation
  std::map<std::string, std::size_t> checks_by_implementation;  ///< "SPECK64/128 portable"
  std::vector<std::string> mismatches;         ///< record, implementation, what differs
  std::map<std::string, std::size_t> not_run;  ///< "GIFT-COFB: no such algorithm here"
};

/// Runs all records; stops at the first mismatch where `stop_at_first`.
[[nodiscard]] KatReport run_records(const std::vector<KatRecord>& records, bool stop_at_first);

}  // namespace mqseal::host
