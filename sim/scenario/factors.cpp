// SPDX-License-Identifier: MIT
// The table, and the way from a level's text to a struct and back, through the key tables.
#include "sim/scenario/factors.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/scenario/load.h"

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
      {"cipher", "cipher", "", ""},
      {"implementation", "implementation", "", ""},
      {"transport", "transport", "", ""},
      {"qos", "qos", "", ""},
      {"payload_bytes", "payload_bytes", "", ""},
      {"clients", "clients", "", ""},
      {"rate_msg_s", "rate", "", ""},
      {"format", "format", "", ""},
      {"nonce", "nonce", "", ""},
      {"tag_bytes", "tag_bytes", "", ""},
      {"keys", "keys", "", ""},
      {"mqtt_version", "mqtt_version", "", ""},
      {"topology", "", "", "fan-in and fan-out as levels"},
      {"sealing", "", "", "sealing several messages at once"},
      {"broker", "", "kind", ""},
      {"attack", "", "", "attacks beside legitimate traffic"},
      {"defence", "", "", "broker settings that answer an attack"},
      {"nofile", "", "", "the broker's limit of file descriptors"},
      {"key_type", "", "key_type", ""},
      {"target", "", "", "microcontroller targets"},
      {"device", "", "", "a microcontroller's time and energy"}};
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
  return group_key.empty() ? key_of(broker_keys(), broker_key).info
                           : key_of(group_keys(), group_key).info;
}

std::string read_level(const FactorInfo& factor, const Node& node) {
  return factor.group_key.empty() ? canonical(key_of(broker_keys(), factor.broker_key), node)
                                  : canonical(key_of(group_keys(), factor.group_key), node);
}

bool applies_to(const KeyInfo& info, Role role) noexcept {
  return info.applies == Applies::both ||
         (info.applies == Applies::publisher) == (role == Role::publisher);
}

void apply_level(const FactorInfo& factor,
                 const std::string& level,
                 std::vector<Group>& groups,
                 BrokerSettings& broker) {
  const Value value = read_value(factor.info(), scalar(level));
  if (factor.group_key.empty()) {
    key_of(broker_keys(), factor.broker_key).set(broker, value);
    return;
  }
  const Key<Group>& key = key_of(group_keys(), factor.group_key);
  for (Group& group : groups) {
    if (applies_to(key.info, group.role)) {
      key.set(group, value);
    }
  }
}

std::optional<std::string> uniform_level(const FactorInfo& factor,
                                         const std::vector<Group>& groups,
                                         const BrokerSettings& broker) {
  if (!factor.planned.empty()) {
    return std::nullopt;
  }
  if (factor.group_key.empty()) {
    return key_of(broker_keys(), factor.broker_key).get(broker);
  }
  const Key<Group>& key = key_of(group_keys(), factor.group_key);
  std::optional<std::string> level;
  for (const Group& group : groups) {
    if (!applies_to(key.info, group.role)) {
      continue;
    }
    std::string here = key.get(group);
    if (level && *level != here) {
      return std::nullopt;
    }
    level = std::move(here);
  }
  return level;
}

}  // namespace mqseal::scenario
