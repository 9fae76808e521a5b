// SPDX-License-Identifier: MIT
#include "sim/device/table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/device/embedded.h"

namespace mqseal::device {

namespace {

std::optional<std::uint64_t> optional_count(const nlohmann::json& row, const char* key) {
  return row.at(key).is_null() ? std::nullopt : std::optional(row.at(key).get<std::uint64_t>());
}

Check parse_check(const nlohmann::json& json) {
  Check check;
  check.cipher = json.at("cipher");
  check.implementation = json.at("implementation");
  check.optimisation = json.at("optimisation");
  check.kind = json.at("kind");
  check.vectors = json.at("vectors");
  check.differential = json.at("differential");
  check.equal_cycles = json.at("equal_cycles");
  check.equal_addresses = json.at("equal_addresses");
  return check;
}

/// What all rows share stands at the head of the table.
Row parse_row(const nlohmann::json& head, const nlohmann::json& entry) {
  Row row;
  row.target = head.at("target");
  row.cipher = entry.at("cipher");
  row.operation = entry.at("operation");
  row.bytes = entry.at("bytes");
  row.topic_bytes = entry.at("topic_bytes");
  row.cycles = optional_count(entry, "cycles");
  row.cycles_low = optional_count(entry, "cycles_low");
  row.cycles_high = optional_count(entry, "cycles_high");
  row.instructions = entry.at("instructions");
  row.flash_bytes = entry.at("flash_bytes");
  row.ram_bytes = entry.at("ram_bytes");
  row.stack_bytes = entry.at("stack_bytes");
  row.basis = head.at("basis");
  row.implementation = entry.at("implementation");
  row.optimisation = entry.at("optimisation");
  row.compiler = head.at("compiler");
  row.flags = head.at("flags").get<std::string>() + " -" + row.optimisation;
  return row;
}

Table parse_table(const EmbeddedFile& file) {
  try {
    const auto json = nlohmann::json::parse(file.text);
    Table table{json.at("target"), json.at("sources_sha256"), {}, {}};
    for (const auto& check : json.at("checks")) {
      table.checks.push_back(parse_check(check));
    }
    for (const auto& row : json.at("rows")) {
      table.rows.push_back(parse_row(json, row));
    }
    return table;
  } catch (const nlohmann::json::exception& error) {
    throw base::Error(base::ExitCode::bug, fmt::format("{}: {}", file.name, error.what()));
  }
}

}  // namespace

const std::vector<Table>& tables() {
  static const std::vector<Table> all = [] {
    std::vector<Table> read;
    for (const EmbeddedFile& file : embedded_tables()) {
      read.push_back(parse_table(file));
    }
    return read;
  }();
  return all;
}

bool is_stale(const Table& table) {
  return table.sources_sha256 != sources_sha256();
}

const Row* find_row(const std::string& target,
                    const std::string& cipher,
                    const std::string& operation,
                    std::size_t bytes,
                    std::size_t topic_bytes) {
  const Row* best = nullptr;
  for (const Table& table : tables()) {
    for (const Row& row : table.rows) {
      const bool seals = operation == "seal" || operation == "open";
      if (table.target == target && row.cipher == cipher && row.operation == operation &&
          row.bytes == bytes && (!seals || row.topic_bytes == topic_bytes) &&
          (best == nullptr ||
           row.cycles.value_or(row.instructions) < best->cycles.value_or(best->instructions))) {
        best = &row;
      }
    }
  }
  return best;
}

}  // namespace mqseal::device
