// SPDX-License-Identifier: MIT
#include "sim/report/devices.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "ciphers/host/aead.h"
#include "sim/device/message.h"
#include "sim/device/profile.h"
#include "sim/device/ranking.h"
#include "sim/device/table.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr double battery_rate = 1.0 / 60;  // one message a minute: what sensors do

/// What one cipher's runs say of its messages.
struct Sizes {
  const host::CipherInfo* cipher = nullptr;
  device::Message message;
  bool has_packet = false;  ///< framing_bytes is known
};

envelope::Config envelope_of(const json& run, const host::CipherInfo& cipher) {
  envelope::Config config;
  config.cipher = cipher.id;
  const std::string format = text(run, "factors.format", "compact"),
                    nonce = text(run, "factors.nonce", "random");
  config.format = format == "raw"    ? envelope::Format::raw
                  : format == "lab"  ? envelope::Format::lab
                  : format == "cose" ? envelope::Format::cose
                                     : envelope::Format::compact;
  config.cose_private = true;  // the run was made, so its scenario allowed what it needed
  config.nonce = nonce == "counter" ? envelope::NoncePolicy::counter
                 : nonce == "fixed" ? envelope::NoncePolicy::fixed
                                    : envelope::NoncePolicy::random;
  if (const std::string tag = text(run, "factors.tag_bytes", "default"); tag != "default") {
    config.tag_bytes = static_cast<std::size_t>(std::atoi(tag.c_str()));
  }
  return config;
}

std::vector<Sizes> sizes_of(const json& result) {
  constexpr double fixed_header_and_length = 4;  // of a PUBLISH below 128 bytes at QoS 0
  std::vector<Sizes> all;
  std::set<std::string> seen;
  for (const json& run : rows(result, "runs")) {
    const std::string id = text(run, "factors.cipher");
    const auto payload = number(run, "wire.payload_bytes"),
               envelope = number(run, "wire.envelope_bytes"),
               packet = number(run, "wire.publish_bytes");
    const host::CipherInfo* cipher = host::find_cipher(id);
    if (cipher == nullptr || !payload || !seen.insert(id).second) {
      continue;
    }
    Sizes sizes;
    sizes.cipher = cipher;
    sizes.message.envelope = envelope_of(run, *cipher);
    sizes.message.payload_bytes = static_cast<std::size_t>(*payload);
    if (packet && envelope && *packet >= *envelope) {
      const double framing = *packet - *envelope;
      sizes.has_packet = true;
      sizes.message.framing_bytes = static_cast<std::size_t>(framing);
      sizes.message.topic_bytes =
          static_cast<std::size_t>(std::max(0.0, framing - fixed_header_and_length));
    }
    all.push_back(std::move(sizes));
  }
  std::stable_sort(all.begin(), all.end(), [](const Sizes& a, const Sizes& b) {
    return cipher_order(a.cipher->id) < cipher_order(b.cipher->id);
  });
  return all;
}

/// A target without cycles (RV32): instructions and sizes of the measured row next to this payload.
json instructions_row(const std::string& target, const Sizes& sizes, const std::string& operation) {
  const std::string cipher(sizes.cipher->id);
  const std::size_t bytes = sizes.message.payload_bytes;
  const device::Row* best = nullptr;
  const auto distance = [&](const device::Row& row) {
    return row.bytes > bytes ? row.bytes - bytes : bytes - row.bytes;
  };
  for (const device::Table& table : device::tables()) {
    for (const device::Row& row : table.rows) {
      if (row.target == target && row.cipher == cipher && row.operation == operation &&
          (best == nullptr || distance(row) < distance(*best))) {
        best = &row;
      }
    }
  }
  if (best == nullptr) {
    return nullptr;
  }
  return {{"target", target},
          {"cipher", cipher},
          {"operation", operation},
          {"bytes", best->bytes},
          {"cycles", nullptr},
          {"instructions", best->instructions},
          {"flash_bytes", best->flash_bytes},
          {"ram_bytes", best->ram_bytes},
          {"stack_bytes", best->stack_bytes},
          {"basis", best->basis},
          {"implementation", best->implementation},
          {"compiler", best->compiler},
          {"optimisation", best->optimisation}};
}

json table_row(const std::string& target, const Sizes& sizes, const std::string& operation) {
  const device::Message& message = sizes.message;
  const auto found = device::estimate(
      target, *sizes.cipher, operation, message.payload_bytes, message.topic_bytes);
  if (!found) {
    return instructions_row(target, sizes, operation);
  }
  const device::Row& build = *found->build;
  return {{"target", target},
          {"cipher", sizes.cipher->id},
          {"operation", operation},
          {"bytes", message.payload_bytes},
          {"cycles", found->cycles},
          {"cycles_low", found->cycles},
          {"cycles_high", found->cycles_high},
          {"interpolated", !found->measured},
          {"flash_bytes", build.flash_bytes},
          {"ram_bytes", build.ram_bytes},
          {"stack_bytes", build.stack_bytes},
          {"basis", build.basis},
          {"implementation", build.implementation},
          {"compiler", build.compiler},
          {"optimisation", build.optimisation}};
}

template <class T>
json or_null(const std::optional<T>& value, double scale = 1) {
  return value ? json(*value * scale) : json(nullptr);
}

json energy_row(const device::Profile& profile, const Sizes& sizes) {
  if (!sizes.has_packet) {
    return nullptr;
  }
  const device::MessageCost cost = device::cost_of(profile, sizes.message);
  return {{"device", profile.id},
          {"title", profile.title},
          {"target", profile.target ? json(*profile.target) : json(nullptr)},
          {"cipher", sizes.cipher->id},
          {"packet_bytes", cost.air_bytes},
          {"basis", cost.basis},
          {"seal_ms", or_null(cost.compute_seconds, 1e3)},
          {"air_ms", cost.air_seconds * 1e3},
          {"energy_uj", {{"compute", or_null(cost.compute_uj)}, {"air", cost.air_uj}}},
          {"total_uj", or_null(cost.microjoule())},
          {"battery_days", or_null(device::battery_days(profile, cost, battery_rate))}};
}

json profile_json(const device::Profile& profile) {
  json sources = json::array();
  const auto add = [&](const std::string& what, const std::optional<device::Sourced>& figure) {
    if (figure) {
      sources.push_back(what + ": " + figure->source);
    }
  };
  add("AES peripheral", profile.aes_block);
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
       profiles = json::array(), sentences = json::array();
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
    device::Message any = sizes.back().message;
    any.envelope.tag_bytes = 0;
    // Without a packet (attacks alone) there is no cost; raw has no cipher to speak of.
    if (sizes.back().has_packet && any.envelope.format != envelope::Format::raw) {
      sentences.push_back(
          {{"device", profile.id}, {"sentence", device::sentence(profile, any, battery_rate)}});
    }
  }
  return {{"payload_bytes", sizes.front().message.payload_bytes},
          {"messages_per_s", battery_rate},
          {"targets", targets},
          {"rows", table},
          {"energy", energy},
          {"sentences", sentences},
          {"profiles", profiles}};
}

}  // namespace mqseal::report
