// SPDX-License-Identifier: MIT
#include "sim/report/devices.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/device/profile.h"
#include "sim/device/table.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr double battery_rate = 1.0 / 60;  // one message a minute: what sensors do

/// What one cipher's runs say of its messages.
struct Sizes {
  std::string cipher;
  double payload = 0;
  std::optional<double> packet;
};

std::vector<Sizes> sizes_of(const json& result) {
  std::vector<Sizes> sizes;
  std::set<std::string> seen;
  for (const json& run : rows(result, "runs")) {
    const std::string cipher = text(run, "factors.cipher");
    const auto payload = number(run, "wire.payload_bytes");
    if (!cipher.empty() && payload && seen.insert(cipher).second) {
      sizes.push_back({cipher, *payload, number(run, "wire.publish_bytes")});
    }
  }
  std::stable_sort(sizes.begin(), sizes.end(), [](const Sizes& a, const Sizes& b) {
    return cipher_order(a.cipher) < cipher_order(b.cipher);
  });
  return sizes;
}

json or_null(const std::optional<double>& value) {
  return value ? json(*value) : json(nullptr);
}

/// The measured row of the size nearest to `bytes`.
const device::Row* nearest_row(const std::string& target,
                               const std::string& cipher,
                               const std::string& operation,
                               std::size_t bytes) {
  const device::Row* best = nullptr;
  const auto distance = [&](const device::Row& row) {
    return row.bytes > bytes ? row.bytes - bytes : bytes - row.bytes;
  };
  for (const device::Table& table : device::tables()) {
    for (const device::Row& row : table.rows) {
      const bool same = row.target == target && row.cipher == cipher && row.operation == operation;
      if (same && (best == nullptr || distance(row) < distance(*best))) {
        best = &row;
      }
    }
  }
  return best == nullptr ? nullptr : device::find_row(target, cipher, operation, best->bytes);
}

json table_row(const std::string& target, const Sizes& sizes, const std::string& operation) {
  const auto bytes = static_cast<std::size_t>(sizes.payload);
  const device::Row* row = nearest_row(target, sizes.cipher, operation, bytes);
  if (row == nullptr) {
    return nullptr;
  }
  const auto estimate = device::estimate(target, sizes.cipher, operation, bytes);
  const auto bound = [&](const std::optional<std::uint64_t>& of_row) -> std::optional<double> {
    if (!estimate || !of_row || !row->cycles || *row->cycles == 0) {
      return std::nullopt;
    }
    return estimate->cycles * static_cast<double>(*of_row) / static_cast<double>(*row->cycles);
  };
  return {{"target", target},
          {"cipher", sizes.cipher},
          {"operation", operation},
          {"bytes", sizes.payload},
          {"cycles", estimate ? json(estimate->cycles) : json(nullptr)},
          {"cycles_low", or_null(bound(row->cycles_low))},
          {"cycles_high", or_null(bound(row->cycles_high))},
          {"interpolated", estimate && !estimate->measured},
          {"instructions", row->bytes == bytes ? json(row->instructions) : json(nullptr)},
          {"flash_bytes", row->flash_bytes},
          {"ram_bytes", row->ram_bytes},
          {"stack_bytes", row->stack_bytes},
          {"basis", row->basis},
          {"compiler", row->compiler},
          {"optimisation", row->optimisation}};
}

/// Cycles to seal one reading on the profile's processor; 0 of plaintext, nullopt where not
/// measured.
std::optional<double> seal_cycles(const device::Profile& profile, const Sizes& sizes) {
  if (sizes.cipher == "none") {
    return 0;
  }
  if (!profile.target) {
    return std::nullopt;
  }
  const auto estimate = device::estimate(
      *profile.target, sizes.cipher, "seal", static_cast<std::size_t>(sizes.payload));
  return estimate ? std::optional(estimate->cycles) : std::nullopt;
}

json energy_row(const device::Profile& profile, const Sizes& sizes) {
  if (!sizes.packet) {
    return nullptr;
  }
  const auto bytes = static_cast<std::size_t>(*sizes.packet);
  const double air = profile.radio.microjoule(bytes);
  json seal_ms = nullptr, compute = nullptr, total = nullptr, days = nullptr;
  if (const auto cycles = seal_cycles(profile, sizes)) {
    seal_ms = profile.seconds(*cycles) * 1e3;
    if (const auto energy = profile.compute_microjoule(*cycles)) {
      compute = *energy;
      total = *energy + air;
      days = profile.battery_days(*energy + air, battery_rate);
    }
  }
  return {{"device", profile.id},
          {"title", profile.title},
          {"target", profile.target ? json(*profile.target) : json(nullptr)},
          {"cipher", sizes.cipher},
          {"packet_bytes", *sizes.packet},
          {"seal_ms", seal_ms},
          {"air_ms", profile.radio.seconds(bytes) * 1e3},
          {"energy_uj", {{"compute", compute}, {"air", air}}},
          {"total_uj", total},
          {"battery_days", days}};
}

json profile_json(const device::Profile& profile) {
  json sources = json::array();
  const auto add = [&](const std::string& what, const std::optional<device::Sourced>& figure) {
    if (figure) {
      sources.push_back(what + ": " + figure->source);
    }
  };
  add("energy per cycle", profile.nj_per_cycle);
  add("radio, energy per byte", profile.radio.uj_per_byte);
  add("radio, time per byte", profile.radio.us_per_byte);
  add("radio, power", profile.radio.milliwatt);
  sources.push_back("battery: " + profile.battery_source);
  json notes = profile.notes;
  for (const std::string& reason : {profile.target_reason, profile.nj_per_cycle_reason}) {
    if (!reason.empty()) {
      notes.push_back(reason);
    }
  }
  return {{"id", profile.id}, {"title", profile.title}, {"notes", notes}, {"sources", sources}};
}

}  // namespace

json devices_of(const json& result) {
  const std::vector<Sizes> sizes = sizes_of(result);
  if (sizes.empty()) {
    return nullptr;
  }
  json targets = json::array(), table = json::array(), energy = json::array(),
       profiles = json::array();
  const auto add = [](json& list, json row) {
    if (!row.is_null()) {
      list.push_back(std::move(row));
    }
  };
  for (const device::Table& of_target : device::tables()) {
    targets.push_back({{"target", of_target.target}, {"stale", device::is_stale(of_target)}});
    for (const Sizes& cipher : sizes) {
      for (const char* operation : {"seal", "open"}) {
        add(table, table_row(of_target.target, cipher, operation));
      }
    }
  }
  for (const device::Profile& profile : device::profiles()) {
    profiles.push_back(profile_json(profile));
    for (const Sizes& cipher : sizes) {
      add(energy, energy_row(profile, cipher));
    }
  }
  return {{"payload_bytes", sizes.front().payload},
          {"messages_per_s", battery_rate},
          {"targets", targets},
          {"rows", table},
          {"energy", energy},
          {"profiles", profiles}};
}

}  // namespace mqseal::report
