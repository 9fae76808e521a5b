// SPDX-License-Identifier: MIT
#include "sim/device/table.h"

#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/device/embedded.h"

namespace mqseal::device {

namespace {

std::optional<std::uint64_t> optional_count(const nlohmann::json& row, const char* key) {
  return row.at(key).is_null() ? std::nullopt : std::optional(row.at(key).get<std::uint64_t>());
}

Row parse_row(const nlohmann::json& json) {
  Row row;
  row.target = json.at("target");
  row.cipher = json.at("cipher");
  row.operation = json.at("operation");
  row.bytes = json.at("bytes");
  row.cycles = optional_count(json, "cycles");
  row.cycles_low = optional_count(json, "cycles_low");
  row.cycles_high = optional_count(json, "cycles_high");
  row.instructions = json.at("instructions");
  row.flash_bytes = json.at("flash_bytes");
  row.ram_bytes = json.at("ram_bytes");
  row.stack_bytes = json.at("stack_bytes");
  row.basis = json.at("basis");
  row.implementation = json.at("implementation");
  row.compiler = json.at("compiler");
  row.flags = json.at("flags");
  row.optimisation = json.at("optimisation");
  return row;
}

Table parse_table(const EmbeddedFile& file) {
  try {
    const auto json = nlohmann::json::parse(file.text);
    Table table{json.at("target"), json.at("core_sources_sha256"), {}};
    for (const auto& row : json.at("rows")) {
      table.rows.push_back(parse_row(row));
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
  return table.core_sources_sha256 != core_sources_sha256();
}

const Row* find_row(const std::string& target,
                    const std::string& cipher,
                    const std::string& operation,
                    std::size_t bytes) {
  const Row* best = nullptr;
  for (const Table& table : tables()) {
    for (const Row& row : table.rows) {
      if (table.target == target && row.cipher == cipher && row.operation == operation &&
          row.bytes == bytes &&
          (best == nullptr ||
           row.cycles.value_or(row.instructions) < best->cycles.value_or(best->instructions))) {
        best = &row;
      }
    }
  }
  return best;
}

std::optional<Estimate> cycles_for(const std::string& target,
                                   const std::string& cipher,
                                   const std::string& operation,
                                   std::size_t bytes) {
  std::map<std::size_t, double> measured;
  for (const Table& table : tables()) {
    for (const Row& row : table.rows) {
      if (table.target == target && row.cipher == cipher && row.operation == operation &&
          row.cycles) {
        const auto cycles = static_cast<double>(*row.cycles);
        const auto [at, added] = measured.emplace(row.bytes, cycles);
        at->second = added ? cycles : std::min(at->second, cycles);
      }
    }
  }
  if (const auto exact = measured.find(bytes); exact != measured.end()) {
    return Estimate{exact->second, false};
  }
  if (measured.size() < 2) {
    return std::nullopt;
  }
  auto above = measured.upper_bound(bytes);
  if (above == measured.begin()) {
    ++above;
  } else if (above == measured.end()) {
    --above;
  }
  const auto below = std::prev(above);
  const double slope =
      (above->second - below->second) / static_cast<double>(above->first - below->first);
  const double beyond = static_cast<double>(bytes) - static_cast<double>(below->first);
  return Estimate{below->second + slope * beyond, true};
}

}  // namespace mqseal::device
