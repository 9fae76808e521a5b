// SPDX-License-Identifier: MIT
#include "sim/device/profile.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "sim/base/error.h"
#include "sim/device/embedded.h"

namespace mqseal::device {

namespace {

using base::Error;
using base::ExitCode;

/// A YAML map whose every key must be asked for.
class Map {
 public:
  Map(const YAML::Node& node, std::string file, std::string path)
      : node_(node), file_(std::move(file)), path_(std::move(path)) {
    if (!node_.IsMap()) {
      fail(node_, path_ + " must be a map");
    }
  }

  ~Map() = default;
  Map(const Map&) = delete;
  Map& operator=(const Map&) = delete;

  template <class T>
  T get(const std::string& key) {
    const YAML::Node child = need(key);
    try {
      return child.as<T>();
    } catch (const YAML::Exception&) {
      fail(child, fmt::format("{}.{} has the wrong type", path_, key));
    }
  }

  template <class T>
  T get_or(const std::string& key, T otherwise) {
    used_.insert(key);
    return node_[key] ? get<T>(key) : otherwise;
  }

  /// { value, source }; nullopt where the key is null or missing.
  std::optional<Sourced> sourced(const std::string& key) {
    used_.insert(key);
    if (!node_[key] || node_[key].IsNull()) {
      return std::nullopt;
    }
    Map map(node_[key], file_, path_ + "." + key);
    Sourced figure{map.get<double>("value"), map.get<std::string>("source")};
    map.finish();
    return figure;
  }

  YAML::Node need(const std::string& key) {
    used_.insert(key);
    if (!node_[key]) {
      fail(node_, fmt::format("{} needs the key '{}'", path_, key));
    }
    return node_[key];
  }

  bool has(const std::string& key) {
    used_.insert(key);
    return node_[key] && !node_[key].IsNull();
  }

  /// Throws on a key that nobody asked for.
  void finish() const {
    for (const auto& entry : node_) {
      const auto key = entry.first.as<std::string>();
      if (!used_.contains(key)) {
        fail(entry.first, fmt::format("{} has no key '{}'", path_, key));
      }
    }
  }

 private:
  [[noreturn]] void fail(const YAML::Node& at, const std::string& message) const {
    throw Error(
        ExitCode::usage,
        fmt::format("{}:{}:{}: {}", file_, at.Mark().line + 1, at.Mark().column + 1, message));
  }

  YAML::Node node_;
  std::string file_, path_;
  std::set<std::string> used_;
};

Radio parse_radio(const YAML::Node& node, const std::string& file) {
  Map map(node, file, "radio");
  Radio radio;
  const auto kind = map.get<std::string>("kind");
  if (kind == "lora") {
    Lora lora;
    lora.spreading_factor = map.get<int>("spreading_factor");
    lora.bandwidth_hz = map.get<double>("bandwidth_hz");
    lora.coding_rate = map.get<int>("coding_rate");
    lora.preamble_symbols = map.get<int>("preamble_symbols");
    lora.header_bytes = map.get<int>("header_bytes");
    radio.lora = lora;
    radio.milliwatt = map.sourced("milliwatt");
    map.need("time_on_air");
  } else {
    radio.uj_per_byte = map.sourced("uj_per_byte");
    radio.us_per_byte = map.sourced("us_per_byte");
  }
  const bool complete =
      kind == "lora" ? radio.milliwatt.has_value() : radio.uj_per_byte && radio.us_per_byte;
  if (!complete || (kind != "lora" && kind != "per-byte")) {
    throw Error(ExitCode::usage,
                file +
                    ": radio.kind is 'per-byte' (with uj_per_byte and us_per_byte) or 'lora' "
                    "(with milliwatt)");
  }
  map.finish();
  return radio;
}

}  // namespace

double lora_time_on_air(const Lora& lora, std::size_t payload_bytes) {
  const double symbol_s = std::exp2(lora.spreading_factor) / lora.bandwidth_hz;
  const bool low_data_rate = symbol_s > 0.016;
  const double bits =
      8.0 * static_cast<double>(payload_bytes) - 4.0 * lora.spreading_factor + 28 + 16;
  const double per_step = 4.0 * (lora.spreading_factor - (low_data_rate ? 2 : 0));
  const double payload_symbols =
      8 + std::max(std::ceil(bits / per_step) * (lora.coding_rate + 4), 0.0);
  return (lora.preamble_symbols + 4.25 + payload_symbols) * symbol_s;
}

double Radio::seconds(std::size_t bytes) const {
  if (lora) {
    return lora_time_on_air(*lora, bytes + static_cast<std::size_t>(lora->header_bytes));
  }
  return static_cast<double>(bytes) * us_per_byte->value * 1e-6;
}

double Radio::microjoule(std::size_t bytes) const {
  if (lora) {
    return seconds(bytes) * milliwatt->value * 1e3;
  }
  return static_cast<double>(bytes) * uj_per_byte->value;
}

std::optional<double> Profile::compute_microjoule(double cycles) const {
  if (!nj_per_cycle) {
    return std::nullopt;
  }
  return cycles * nj_per_cycle->value * 1e-3;
}

double Profile::battery_days(double microjoule_per_message, double messages_per_second) const {
  const double joule = battery_mah * 3.6 * battery_volt;
  return joule / (microjoule_per_message * 1e-6 * messages_per_second) / 86400.0;
}

Profile parse_profile(const std::string& yaml, const std::string& file_name) {
  YAML::Node root;
  try {
    root = YAML::Load(yaml);
  } catch (const YAML::Exception& error) {
    throw Error(ExitCode::usage,
                fmt::format("{}:{}: {}", file_name, error.mark.line + 1, error.msg));
  }
  Map map(root, file_name, "profile");
  Profile profile;
  profile.id = map.get<std::string>("id");
  profile.title = map.get<std::string>("title");
  if (map.has("target")) {
    profile.target = map.get<std::string>("target");
  } else {
    profile.target_reason = map.get<std::string>("target_reason");
  }
  profile.aes_block = map.sourced("aes_block_us");
  profile.clock_hz = map.get<double>("clock_hz");
  profile.nj_per_cycle = map.sourced("nj_per_cycle");
  if (!profile.nj_per_cycle) {
    profile.nj_per_cycle_reason = map.get<std::string>("nj_per_cycle_reason");
  }
  profile.radio = parse_radio(map.need("radio"), file_name);
  Map battery(map.need("battery"), file_name, "battery");
  profile.battery_mah = battery.get<double>("mah");
  profile.battery_volt = battery.get<double>("volt");
  profile.battery_source = battery.get<std::string>("source");
  battery.finish();
  profile.notes = map.get_or<std::vector<std::string>>("notes", {});
  map.finish();
  return profile;
}

const std::vector<Profile>& profiles() {
  static const std::vector<Profile> all = [] {
    std::vector<Profile> read;
    for (const EmbeddedFile& file : embedded_profiles()) {
      read.push_back(parse_profile(std::string(file.text), std::string(file.name)));
    }
    return read;
  }();
  return all;
}

const Profile* find_profile(const std::string& id) {
  const auto& all = profiles();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const Profile& profile) { return profile.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace mqseal::device
