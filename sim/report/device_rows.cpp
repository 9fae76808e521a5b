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

namespace {

bool is_same(const json& a, const json& b, std::initializer_list<const char*> fields) {
  return std::ranges::all_of(fields,
                             [&](const char* field) { return text(a, field) == text(b, field); });
}

/// The same cipher elsewhere, and of others what most would take instead.
bool is_shown_peer(const std::string& peer) {
  return peer.empty() || peer.find('-') == std::string::npos || peer == "openssl-aes-128-gcm" ||
         peer == "botan-aes-128-eax-noaes" || peer == "botan-chacha20-poly1305-noaes";
}

/// Of thousands of rows: counter mode over the longest text, messages of 16 and 256 bytes and
/// batches, as the implementation seals them that would run, which stands first.
bool is_shown(const json& row, const json& bench) {
  const std::string op = text(row, "op");
  if (op == "ctr") {
    return std::ranges::none_of(bench, [&](const json& other) {
      return is_same(row, other, {"op", "cipher"}) &&
             number(other, "bytes").value_or(0) > number(row, "bytes").value_or(0);
    });
  }
  if (op == "batch_seal") {
    return true;
  }
  const double bytes = number(row, "bytes").value_or(0);
  if (op != "seal" || (bytes != 16 && bytes != 256) || !is_shown_peer(text(row, "peer"))) {
    return false;
  }
  const auto first = std::ranges::find_if(bench, [&](const json& other) {
    return is_same(row, other, {"op", "cipher", "host"});
  });
  return is_same(row, *first, {"implementation"});
}

std::string operation_text(const json& row) {
  std::string words = text(row, "op") + " " + text(row, "bytes") + " B";
  if (find(row, "clients") != nullptr) {
    words += ", " + text(row, "clients") + " clients";
  }
  return words + (text(row, "host") == "no-aes" ? ", host without AES instructions" : "");
}

/// Beside each name, because a ratio may compare across that line.
std::string aes_text(const json& row, const std::string& name) {
  const bool uses = text(row, "host") != "no-aes" &&
                    (name == "aesni" || name == "vaes" || name.find("-aes-") != std::string::npos ||
                     (text(row, "cipher").starts_with("aes-") &&
                      (name == "cryptopp" || name == "openssl" || name.starts_with("botan"))));
  return uses ? "AES instructions" : "no AES instructions";
}

}  // namespace

std::vector<const json*> shown_bench_rows(const json& result) {
  const json& bench = rows(result, "bench");
  std::vector<const json*> shown;
  for (const json& row : bench) {
    if (is_shown(row, bench)) {
      shown.push_back(&row);
    }
  }
  return shown;
}

std::optional<Table> bench_table(const Study& study) {
  const std::vector<const json*> bench = shown_bench_rows(study.document());
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
  for (const json* const one : bench) {
    const json& row = *one;
    const auto cell = [&](const char* name) {
      const auto value = number(row, name);
      return Cell{.text = number_text(value, ""), .value = value};
    };
    const auto ratio = number(row, "ratio");
    const std::string implementation = text(row, "implementation"), peer = text(row, "peer", "–");
    table.rows.push_back({{.text = cipher_name(text(row, "cipher")),
                           .sub = implementation + ", " + aes_text(row, implementation)},
                          {.text = operation_text(row)},
                          cell("ns"),
                          cell("cycles_per_byte"),
                          {.text = peer, .sub = ratio ? aes_text(row, peer) : ""},
                          cell("peer_ns"),
                          {.text = ratio ? "×" + number_text(*ratio) : "–",
                           .tone = ratio && *ratio < 1 ? Tone::warn : Tone::plain,
                           .value = ratio}});
  }
  table.note =
      "A ratio above 1: ours takes less time. Below 1, the peer does. Counter mode over the "
      "longest "
      "text, messages in the implementation that would run; result.json has every row.";
  return table;
}

}  // namespace mqseal::report
