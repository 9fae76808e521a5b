// SPDX-License-Identifier: MIT
// The table, and the way from a level's text to a struct and back, through the key tables.
#include "sim/scenario/factors.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/scenario/keys_of_attacks.h"
#include "sim/scenario/load.h"
#include "sim/scenario/overrides.h"

namespace mqseal::scenario {
namespace {

Node scalar(const std::string& text) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = text;
  node.at.source = "matrix";
  return node;
}

template <class T>
const Key<T>& key_of(const Keys<T>& keys, const std::string& name) {
  const Key<T>* key = find_key(keys, name);
  if (key == nullptr) {
    throw base::Error(base::ExitCode::bug, fmt::format("no scenario key \"{}\"", name));
  }
  return *key;
}

template <class T>
std::string canonical(const Key<T>& key, const Node& node) {
  T fresh{};
  key.set(fresh, read_value(key.info, node));
  return key.get(fresh);
}

}  // namespace

const std::vector<FactorInfo>& factors() {
  static const std::vector<FactorInfo> table{
      {"cipher", "cipher", "", "", ""},
      {"implementation", "implementation", "", "", ""},
      {"transport", "transport", "", "", ""},
      {"qos", "qos", "", "", ""},
      {"payload_bytes", "payload_bytes", "", "", ""},
      {"clients", "clients", "", "", ""},
      {"rate_msg_s", "rate", "", "", ""},
      {"format", "format", "", "", ""},
      {"nonce", "nonce", "", "", ""},
      {"tag_bytes", "tag_bytes", "", "", ""},
      {"keys", "keys", "", "", ""},
      {"mqtt_version", "mqtt_version", "", "", ""},
      {"topology", "", "", "", "fan-in and fan-out as levels"},
      {"sealing", "sealing", "", "", ""},
      {"broker", "", "kind", "", ""},
      {"attack", "", "", "", "", "", FactorInfo::Special::attack},
      {"defence", "", "", "", "", "", FactorInfo::Special::defence},
      {"nofile", "", "nofile", "", ""},
      {"key_type", "", "key_type", "", ""},
      {"target", "", "", "", "microcontroller targets"},
      {"device", "device", "", "", ""},
      {"session", "session", "", "", ""},
      {"persistence", "", "persistence", "", ""},
      {"fault", "", "", "action", ""},
      {"attacker", "", "", "", "", "", FactorInfo::Special::security},
      {"identity", "", "", "", "", "", FactorInfo::Special::security},
      {"listeners", "", "listeners", "", ""},
      {"arm", "", "", "", "", "arm"}};
  return table;
}

const std::vector<std::string>& factor_keys() {
  static const std::vector<std::string> keys = [] {
    std::vector<std::string> all;
    for (const FactorInfo& factor : factors()) {
      all.push_back(factor.key);
    }
    return all;
  }();
  return keys;
}

const FactorInfo* find_factor(std::string_view key) {
  const auto found = std::ranges::find(factors(), key, &FactorInfo::key);
  return found == factors().end() ? nullptr : &*found;
}

const KeyInfo& FactorInfo::info() const {
  switch (special) {
    case Special::attack:
      return attack_level_info();
    case Special::defence:
      return defence_name_info();
    case Special::security:
      return key_of(security_keys(), key).info;
    case Special::none:
      break;
  }
  if (!broker_key.empty()) {
    return key_of(broker_keys(), broker_key).info;
  }
  if (!flood_key.empty()) {
    return key_of(flood_keys(), flood_key).info;
  }
  return fault_key.empty() ? key_of(group_keys(), group_key).info
                           : key_of(fault_keys(), fault_key).info;
}

std::string read_level(const FactorInfo& factor, const Node& node) {
  if (factor.special != FactorInfo::Special::none) {
    return read_value(factor.info(), node).text;
  }
  if (!factor.broker_key.empty()) {
    return canonical(key_of(broker_keys(), factor.broker_key), node);
  }
  if (!factor.flood_key.empty()) {
    return canonical(key_of(flood_keys(), factor.flood_key), node);
  }
  return factor.fault_key.empty() ? canonical(key_of(group_keys(), factor.group_key), node)
                                  : canonical(key_of(fault_keys(), factor.fault_key), node);
}

bool applies_to(const KeyInfo& info, Role role) noexcept {
  return info.applies == Applies::both ||
         (info.applies == Applies::publisher) == (role == Role::publisher);
}

namespace {

void apply_special(const FactorInfo& factor, const std::string& level, const Settings& settings) {
  if (factor.special == FactorInfo::Special::attack) {
    settings.attack.attacks.assign(level == "none" ? 0 : 1, level);
  } else if (factor.special == FactorInfo::Special::security) {
    key_of(security_keys(), factor.key)
        .set(settings.attack.security, read_value(factor.info(), scalar(level)));
  } else {
    const auto found = std::ranges::find(settings.defences, level, &Defence::name);
    if (found != settings.defences.end()) {
      apply_defence(*found, settings);
    }
  }
}

}  // namespace

void apply_level(const FactorInfo& factor, const std::string& level, const Settings& settings) {
  if (factor.special != FactorInfo::Special::none) {
    apply_special(factor, level, settings);
    return;
  }
  const Value value = read_value(factor.info(), scalar(level));
  if (!factor.broker_key.empty()) {
    key_of(broker_keys(), factor.broker_key).set(settings.broker, value);
  } else if (!factor.flood_key.empty()) {
    if (settings.flood) {
      key_of(flood_keys(), factor.flood_key).set(*settings.flood, value);
    }
  } else if (!factor.fault_key.empty()) {
    for (Fault& fault : settings.faults) {
      key_of(fault_keys(), factor.fault_key).set(fault, value);
    }
  } else {
    const Key<Group>& key = key_of(group_keys(), factor.group_key);
    for (Group& group : settings.groups) {
      if (applies_to(key.info, group.role)) {
        key.set(group, value);
      }
    }
  }
}

namespace {

/// The one value that `key` has in all of `items` for which `wanted` holds.
template <class T, class Wanted>
std::optional<std::string> same_in_all(const std::vector<T>& items,
                                       const Key<T>& key,
                                       Wanted wanted) {
  std::optional<std::string> level;
  for (const T& item : items) {
    if (!wanted(item)) {
      continue;
    }
    std::string here = key.get(item);
    if (level && *level != here) {
      return std::nullopt;
    }
    level = std::move(here);
  }
  return level;
}

}  // namespace

std::optional<std::string> uniform_level(const FactorInfo& factor, const Settings& settings) {
  if (!factor.planned.empty()) {
    return std::nullopt;
  }
  const AttackSetup& attack = settings.attack;
  switch (factor.special) {
    case FactorInfo::Special::attack:
      return attack.attacks.empty()       ? "none"
             : attack.attacks.size() == 1 ? attack.attacks.front()
                                          : "several";
    case FactorInfo::Special::defence:
      return attack.defence;
    case FactorInfo::Special::security:
      return is_security(attack)
                 ? std::optional(key_of(security_keys(), factor.key).get(attack.security))
                 : std::nullopt;
    case FactorInfo::Special::none:
      break;
  }
  if (!factor.broker_key.empty()) {
    return key_of(broker_keys(), factor.broker_key).get(settings.broker);
  }
  if (!factor.flood_key.empty()) {
    return settings.flood
               ? std::optional(key_of(flood_keys(), factor.flood_key).get(*settings.flood))
               : std::nullopt;
  }
  if (!factor.fault_key.empty()) {
    return same_in_all(
        settings.faults, key_of(fault_keys(), factor.fault_key), [](const Fault&) { return true; });
  }
  const Key<Group>& key = key_of(group_keys(), factor.group_key);
  return same_in_all(
      settings.groups, key, [&](const Group& group) { return applies_to(key.info, group.role); });
}

}  // namespace mqseal::scenario
