// SPDX-License-Identifier: MIT
#include "sim/report/device_rows.h"

#include <algorithm>
#include <set>

#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

DeviceRow row_of(const json& from, const std::string& cipher) {
  DeviceRow row;
  row.target = text(from, "target");
  row.cipher = cipher;
  row.operation = text(from, "operation", "seal");
  row.basis = text(from, "basis", "–");
  row.compiler = text(from, "compiler");
  row.bytes = number(from, "bytes").value_or(0);
  row.cycles = number(from, "cycles");
  row.low = number(from, "cycles_low");
  row.high = number(from, "cycles_high");
  row.flash = number(from, "flash_bytes");
  row.ram = number(from, "ram_bytes");
  row.stack = number(from, "stack_bytes");
  row.interpolated = flag(from, "interpolated");
  return row;
}

}  // namespace

std::vector<DeviceRow> device_rows(const Study& study) {
  std::vector<DeviceRow> found;
  for (const json& run : rows(study.document(), "runs")) {
    if (const json* device = find(run, "device.target"); device != nullptr) {
      found.push_back(row_of(run.at("device"), text(run, "factors.cipher")));
    }
  }
  if (!found.empty()) {
    return found;
  }
  std::set<std::string> stale;
  for (const json& target : rows(study.document(), "devices.targets")) {
    if (flag(target, "stale")) {
      stale.insert(text(target, "target"));
    }
  }
  for (const json& row : rows(study.document(), "devices.rows")) {
    found.push_back(row_of(row, text(row, "cipher")));
    found.back().stale = stale.contains(found.back().target);
  }
  return found;
}

std::vector<EnergyRow> energy_rows(const Study& study) {
  std::vector<EnergyRow> found;
  for (const json& row : rows(study.document(), "devices.energy")) {
    found.push_back({text(row, "device"),
                     text(row, "cipher"),
                     number(row, "seal_ms"),
                     number(row, "air_ms"),
                     number(row, "energy_uj.compute"),
                     number(row, "energy_uj.air"),
                     number(row, "total_uj"),
                     number(row, "battery_days")});
  }
  return found;
}

std::optional<Table> bench_table(const Study& study) {
  const json& bench = rows(study.document(), "bench");
  if (bench.empty()) {
    return std::nullopt;
  }
  Table table{.id = "bench",
              .caption = "Speed on this host against public code, in one process",
              .columns = {{"Cipher", "implementation"},
                          {"Operation"},
                          {"Time", "ns", true},
                          {"Cycles", "per byte", true},
                          {"Peer"},
                          {"Peer's time", "ns", true},
                          {"Ratio", "peer / ours", true}}};
  for (const json& row : bench) {
    const auto cell = [&](const char* name) {
      const auto value = number(row, name);
      return Cell{.text = number_text(value, ""), .value = value};
    };
    const auto ratio = number(row, "ratio");
    table.rows.push_back(
        {{.text = cipher_name(text(row, "cipher")), .sub = text(row, "implementation")},
         {.text = text(row, "op") + " " + text(row, "bytes") + " B"},
         cell("ns"),
         cell("cycles_per_byte"),
         {.text = text(row, "peer", "–")},
         cell("peer_ns"),
         {.text = ratio ? "×" + number_text(*ratio) : "–",
          .tone = ratio && *ratio < 1 ? Tone::warn : Tone::plain,
          .value = ratio}});
  }
  table.note = "A ratio above 1: ours takes less time. Below 1, the peer does.";
  return table;
}

}  // namespace mqseal::report
