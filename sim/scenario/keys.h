// SPDX-License-Identifier: MIT
// The one description of every scenario key: name, type, unit, default, allowed values, help. The
// loader, --set, the JSON Schema and the resolved YAML text are all driven by these tables.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/units.h"
#include "sim/scenario/document.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/study.h"

namespace mqseal::scenario {

/// What a key's value looks like in the file.
enum class Kind : std::uint8_t {
  text,        ///< any printable line
  identifier,  ///< [A-Za-z0-9][A-Za-z0-9_.-]*, at most 48 characters
  integer,     ///< a whole number from min to max
  number,      ///< a number from min to max
  flag,        ///< true | false
  choice,      ///< one of `allowed`
  choices,     ///< a list of `allowed`, each once
  duration,    ///< nanoseconds
  bytes,       ///< with unit
  sizes,       ///< bytes, a range A..B or a list A,B,C of them
  rate,        ///< per second
  percent,     ///< fraction
  settings,    ///< a map of text to text
  section      ///< read by code of its own
};

/// Which groups may say a key.
enum class Applies : std::uint8_t { both, publisher, subscriber };

struct KeyInfo {
  std::string name;
  Kind kind = Kind::text;
  std::string help;
  std::vector<std::string> allowed = {};
  std::vector<std::string> later = {};  ///< choice: words of the design not in this version
  double min = 0, max = std::numeric_limits<double>::max();  ///< in the base unit
  std::uint64_t step = 1;                  ///< integers, sizes, durations: a multiple of this
  std::string word = {};                   ///< text that stands for "not set", as `auto`
  std::vector<std::string> reserved = {};  ///< settings: names that mqseal sets itself
  bool multi_line = false;                 ///< settings: values may have several lines
  bool required = false;
  std::string unless = {};  ///< not required where this key is given
  Applies applies = Applies::both;

  /// "a whole number from 0 to 2", "one of: a, b": for messages and the schema.
  [[nodiscard]] std::string expectation() const;
};

/// A value that its KeyInfo admits.
struct Value {
  bool is_word = false;       ///< it was KeyInfo::word
  std::string text;           ///< text, identifier, choice
  std::uint64_t integer = 0;  ///< integer, bytes
  PayloadSizes sizes;         ///< sizes
  Nanos duration = 0;
  double number = 0;  ///< number, rate, percent
  bool flag = false;
  std::vector<std::string> list;
  std::map<std::string, std::string> settings;
};

/// Throws base::Error (usage) at the node's position.
[[nodiscard]] Value read_value(const KeyInfo& info, const Node& node);

/// A key of struct T. `set` stores an admitted value, `get` gives it back as YAML (flow style).
/// Both are empty for sections. Defaults are those of a fresh T.
template <class T>
struct Key {
  KeyInfo info;
  std::function<void(T&, const Value&)> set = {};
  std::function<std::string(const T&)> get = {};

  [[nodiscard]] std::string default_yaml() const { return get ? get(T{}) : ""; }
};

template <class T>
using Keys = std::vector<Key<T>>;

[[nodiscard]] const Keys<Scenario>& scenario_keys();
/// Of a file with `measure`.
[[nodiscard]] const Keys<Scenario>& measurement_keys();
[[nodiscard]] const Keys<BrokerSettings>& broker_keys();
[[nodiscard]] const Keys<FleetSettings>& fleet_keys();
[[nodiscard]] const Keys<Fault>& fault_keys();
[[nodiscard]] const Keys<FloodSettings>& flood_keys();
[[nodiscard]] const Keys<FloodDefence>& flood_defence_keys();
/// Settings of mosquitto that a scenario must not touch.
[[nodiscard]] const std::vector<std::string>& reserved_settings();
[[nodiscard]] const Keys<SearchSettings>& search_keys();
[[nodiscard]] const Keys<Group>& group_keys();
/// Whether the key of a publisher says how it seals; its subscribers take it over.
[[nodiscard]] bool is_envelope_key(std::string_view name);
[[nodiscard]] const Keys<Phases>& phase_keys();
[[nodiscard]] const Keys<Security>& security_keys();
[[nodiscard]] const Keys<Threshold>& threshold_keys();
[[nodiscard]] const Keys<Claim>& claim_keys();
[[nodiscard]] const Keys<Evidence>& evidence_keys();
[[nodiscard]] const Keys<Study>& study_keys();
[[nodiscard]] const Keys<Included>& included_keys();

template <class T>
[[nodiscard]] const Key<T>* find_key(const Keys<T>& keys, std::string_view name) {
  for (const Key<T>& key : keys) {
    if (key.info.name == name) {
      return &key;
    }
  }
  return nullptr;
}

/// A double-quoted YAML (and JSON) string.
[[nodiscard]] std::string quoted(std::string_view text);
/// "[a, b]" of plain words.
[[nodiscard]] std::string flow_list(const std::vector<std::string>& words);

}  // namespace mqseal::scenario
