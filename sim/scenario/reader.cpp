// SPDX-License-Identifier: MIT
// One routine reads any map by its key table; the sections around it differ only in shape.
#include "sim/scenario/reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.h"
#include "sim/scenario/factors.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/load.h"
#include "sim/scenario/overrides.h"

namespace mqseal::scenario {
namespace {

constexpr std::string_view schema_name = "mqseal-scenario/1";
constexpr std::size_t max_groups = 100;
constexpr std::size_t max_thresholds = 200;
constexpr std::size_t max_claims = 200;
constexpr std::size_t max_evidence = 1000;
constexpr std::size_t max_faults = 20;
constexpr std::size_t max_levels = 100;
constexpr std::size_t max_included = 200;

std::string guess_text(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::string_view guess = base::closest(word, candidates);
  return guess.empty() ? "" : fmt::format("; did you mean \"{}\"?", guess);
}

template <class T>
[[noreturn]] void refuse_unknown(const Entry& entry, const Keys<T>& keys) {
  std::vector<std::string_view> names;
  for (const Key<T>& key : keys) {
    names.emplace_back(key.info.name);
  }
  fail(entry.at,
       fmt::format("unknown key \"{}\"; allowed here: {}{}",
                   base::printable(entry.key),
                   base::join(names),
                   guess_text(entry.key, names)));
}

void want(const Node& node, Node::Kind kind, std::string_view name) {
  if (node.kind != kind) {
    fail(node.at,
         fmt::format("\"{}\" must be {}, not {}",
                     name,
                     kind == Node::Kind::list ? "a list" : "a map",
                     node.described()));
  }
}

/// Reads every plain key of `map` into `to`; sections are only checked to be known.
template <class T>
void read_map(const Node& map,
              const Keys<T>& keys,
              std::string_view name,
              const std::string& path,
              T& to,
              Positions& positions) {
  want(map, Node::Kind::map, name);
  for (const Entry& entry : map.entries) {
    const Key<T>* key = find_key(keys, entry.key);
    if (key == nullptr) {
      refuse_unknown(entry, keys);
    }
    positions[path + entry.key] = entry.value.at;
    if (key->set) {
      key->set(to, read_value(key->info, entry.value));
    }
  }
  for (const Key<T>& key : keys) {
    const bool excused = !key.info.unless.empty() && map.find(key.info.unless) != nullptr;
    if (key.info.required && !excused && map.find(key.info.name) == nullptr) {
      fail(map.at,
           fmt::format("\"{}\" needs the key \"{}\": {}", name, key.info.name, key.info.help));
    }
  }
}

void check_schema(const Node& root) {
  const Entry* schema = root.find("schema");
  if (schema != nullptr && schema->value.text != schema_name) {
    fail(schema->value.at,
         fmt::format("\"schema\" must be {}, not {}", schema_name, schema->value.described()));
  }
}

void check_role(const Node& node, const Group& group) {
  for (const Entry& entry : node.entries) {
    const KeyInfo& info = find_key(group_keys(), entry.key)->info;
    if (applies_to(info, group.role)) {
      continue;
    }
    const bool sealing = info.applies == Applies::publisher && is_envelope_key(entry.key);
    fail(entry.at,
         fmt::format(
             "\"{}\" is a key of {}s, and group \"{}\" is a {}{}; remove it",
             entry.key,
             group.role == Role::publisher ? "subscriber" : "publisher",
             group.name,
             to_string(group.role),
             sealing ? ", which opens with the settings of the publishers that it hears" : ""));
  }
}

void read_groups(const Node& node, Scenario& scenario, Positions& positions) {
  want(node, Node::Kind::list, "groups");
  if (node.items.size() > max_groups) {
    fail(node.at, fmt::format("more than {} groups", max_groups));
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string path = fmt::format("groups.{}", i);
    positions[path] = node.items[i].at;
    Group group;
    read_map(node.items[i], group_keys(), path, path + ".", group, positions);
    check_role(node.items[i], group);
    scenario.groups.push_back(std::move(group));
  }
}

/// A list of like maps.
template <class T>
std::vector<T> read_list(const Node& node,
                         const Keys<T>& keys,
                         const std::string& name,
                         std::size_t at_most,
                         Positions& positions) {
  want(node, Node::Kind::list, name);
  if (node.items.size() > at_most) {
    fail(node.at, fmt::format("more than {} {}", at_most, name));
  }
  std::vector<T> list;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string path = fmt::format("{}.{}", name, i);
    positions[path] = node.items[i].at;
    T item;
    read_map(node.items[i], keys, path, path + ".", item, positions);
    list.push_back(std::move(item));
  }
  return list;
}

void read_flood(const Node& node, FloodSettings& flood, Positions& positions) {
  read_map(node, flood_keys(), "attack", "attack.", flood, positions);
  if (const Entry* defence = node.find("defence")) {
    read_map(defence->value,
             flood_defence_keys(),
             "attack.defence",
             "attack.defence.",
             flood.defence,
             positions);
  }
}

const FactorInfo& read_factor_name(const Entry& entry) {
  const FactorInfo* info = find_factor(entry.key);
  if (info == nullptr) {
    std::vector<std::string_view> names;
    for (const FactorInfo& factor : factors()) {
      if (factor.planned.empty()) {
        names.emplace_back(factor.key);
      }
    }
    fail(entry.at,
         fmt::format("unknown factor \"{}\"; allowed here: {}{}",
                     base::printable(entry.key),
                     base::join(names),
                     guess_text(entry.key, names)));
  }
  if (!info->planned.empty()) {
    fail(entry.at,
         fmt::format(
             "\"{}\" ({}) is not in this version of mqseal; remove it", entry.key, info->planned));
  }
  return *info;
}

void read_matrix(const Node& node, Scenario& scenario, Positions& positions) {
  want(node, Node::Kind::map, "matrix");
  for (const Entry& entry : node.entries) {
    const FactorInfo& info = read_factor_name(entry);
    want(entry.value, Node::Kind::list, "matrix." + entry.key);
    const auto& items = entry.value.items;
    if (items.empty() || items.size() > max_levels) {
      fail(entry.value.at,
           fmt::format("a factor has 1 to {} levels, not {}", max_levels, items.size()));
    }
    Factor factor{entry.key, {}};
    positions["matrix." + entry.key] = entry.value.at;
    for (std::size_t i = 0; i < items.size(); ++i) {
      std::string level = read_level(info, items[i]);
      if (std::ranges::find(factor.levels, level) != factor.levels.end()) {
        fail(items[i].at, fmt::format("level {} stands twice in \"{}\"", level, entry.key));
      }
      positions[fmt::format("matrix.{}.{}", entry.key, i)] = items[i].at;
      factor.levels.push_back(std::move(level));
    }
    scenario.matrix.push_back(std::move(factor));
  }
}

}  // namespace

Scenario read_scenario(const Node& root, Positions& positions) {
  Scenario scenario;
  check_schema(root);
  positions[""] = root.at;
  if (const Entry* measure = root.find("measure")) {
    read_map(root, measurement_keys(), "scenario that measures", "", scenario, positions);
    if (scenario.measure.empty()) {
      fail(measure->value.at, "\"measure\" names no program");
    }
    return scenario;
  }
  read_map(root, scenario_keys(), "scenario", "", scenario, positions);
  if (const Entry* broker = root.find("broker")) {
    read_map(broker->value, broker_keys(), "broker", "broker.", scenario.broker, positions);
  }
  read_groups(root.find("groups")->value, scenario, positions);
  if (const Entry* phases = root.find("phases")) {
    read_map(phases->value, phase_keys(), "phases", "phases.", scenario.phases, positions);
  }
  if (const Entry* security = root.find("security")) {
    read_map(security->value,
             security_keys(),
             "security",
             "security.",
             scenario.attack.security,
             positions);
  }
  if (const Entry* defences = root.find("defences")) {
    scenario.defences = read_defences(defences->value, positions);
  }
  if (const Entry* claims = root.find("claims")) {
    scenario.claims = read_list(claims->value, claim_keys(), "claims", max_claims, positions);
  }
  if (const Entry* evidence = root.find("evidence")) {
    scenario.evidence =
        read_list(evidence->value, evidence_keys(), "evidence", max_evidence, positions);
  }
  if (const Entry* matrix = root.find("matrix")) {
    read_matrix(matrix->value, scenario, positions);
  }
  if (const Entry* fleet = root.find("fleet")) {
    read_map(fleet->value, fleet_keys(), "fleet", "fleet.", scenario.fleet, positions);
  }
  if (const Entry* faults = root.find("faults")) {
    scenario.faults = read_list(faults->value, fault_keys(), "faults", max_faults, positions);
  }
  if (const Entry* search = root.find("search")) {
    scenario.search.emplace();
    read_map(search->value, search_keys(), "search", "search.", *scenario.search, positions);
  }
  if (const Entry* attack = root.find("attack")) {
    read_flood(attack->value, scenario.flood.emplace(), positions);
  }
  if (const Entry* thresholds = root.find("thresholds")) {
    scenario.thresholds =
        read_list(thresholds->value, threshold_keys(), "thresholds", max_thresholds, positions);
  }
  if (const Entry* decision = root.find("decision")) {
    scenario.decision = read_decision(decision->value);
  }
  return scenario;
}

bool is_study(const Node& root) {
  return root.find("include") != nullptr;
}

Study read_study(const Node& root, Positions& positions) {
  Study study;
  check_schema(root);
  read_map(root, study_keys(), "scenario that includes others", "", study, positions);
  const Node& include = root.find("include")->value;
  study.include = read_list(include, included_keys(), "include", max_included, positions);
  if (study.include.empty()) {
    fail(include.at, "\"include\" names no file");
  }
  return study;
}

}  // namespace mqseal::scenario
