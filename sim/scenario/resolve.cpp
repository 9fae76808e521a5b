// SPDX-License-Identifier: MIT
// Walks the key tables in their order, so that the text has every key that the loader knows.
#include "sim/scenario/resolve.h"

#include <fmt/format.h>

#include "sim/scenario/factors.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/overrides.h"

namespace mqseal::scenario {
namespace {

template <class T>
std::string lines_of(const Keys<T>& keys, const T& from, std::string_view indent) {
  std::string text;
  for (const Key<T>& key : keys) {
    if (key.get) {
      text += fmt::format("{}{}: {}\n", indent, key.info.name, key.get(from));
    }
  }
  return text;
}

std::string groups_text(const Scenario& scenario) {
  std::string text = "groups:\n";
  for (const Group& group : scenario.groups) {
    std::string_view indent = "  - ";
    for (const Key<Group>& key : group_keys()) {
      if (key.get && applies_to(key.info, group.role)) {
        text += fmt::format("{}{}: {}\n", indent, key.info.name, key.get(group));
        indent = "    ";
      }
    }
  }
  return text;
}

std::string matrix_text(const Scenario& scenario) {
  if (scenario.matrix.empty()) {
    return "matrix: {}\n";
  }
  std::string text = "matrix:\n";
  for (const Factor& factor : scenario.matrix) {
    text += fmt::format("  {}: {}\n", factor.key, flow_list(factor.levels));
  }
  return text;
}

template <class T>
std::string list_text(std::string_view name, const std::vector<T>& items, const Keys<T>& keys) {
  if (items.empty()) {
    return fmt::format("{}: []\n", name);
  }
  std::string text = fmt::format("{}:\n", name);
  for (const T& item : items) {
    std::vector<std::string> pairs;
    for (const Key<T>& key : keys) {
      pairs.push_back(fmt::format("{}: {}", key.info.name, key.get(item)));
    }
    text += fmt::format("  - {{{}}}\n", fmt::join(pairs, ", "));
  }
  return text;
}

std::string decision_text(const Scenario& scenario) {
  return scenario.decision.empty() ? "" : "decision:\n" + decision_yaml(scenario.decision, "  ");
}

std::string flood_text(const FloodSettings& flood) {
  return "attack:\n" + lines_of(flood_keys(), flood, "  ") +
         (flood.defence.name.empty()
              ? ""
              : "  defence:\n" + lines_of(flood_defence_keys(), flood.defence, "    "));
}

std::string section_text(const std::string& name, const Scenario& scenario) {
  if (name == "schema") {
    return "schema: mqseal-scenario/1\n";
  }
  if (name == "broker") {
    return "broker:\n" + lines_of(broker_keys(), scenario.broker, "  ");
  }
  if (name == "fleet") {
    return "fleet:\n" + lines_of(fleet_keys(), scenario.fleet, "  ");
  }
  if (name == "faults") {
    return list_text(name, scenario.faults, fault_keys());
  }
  if (name == "attack") {
    return scenario.flood ? flood_text(*scenario.flood) : "";
  }
  if (name == "search") {
    return scenario.search ? "search:\n" + lines_of(search_keys(), *scenario.search, "  ") : "";
  }
  if (name == "security") {
    return "security:\n" + lines_of(security_keys(), scenario.attack.security, "  ");
  }
  if (name == "defences") {
    return defences_text(scenario.defences);
  }
  if (name == "claims") {
    return list_text(name, scenario.claims, claim_keys());
  }
  if (name == "evidence") {
    return list_text(name, scenario.evidence, evidence_keys());
  }
  if (name == "groups") {
    return groups_text(scenario);
  }
  if (name == "phases" && scenario.phases.measure == 0) {
    return "";  // security attacks have none
  }
  if (name == "phases") {
    return "phases:\n" + lines_of(phase_keys(), scenario.phases, "  ");
  }
  return name == "matrix"     ? matrix_text(scenario)
         : name == "decision" ? decision_text(scenario)
                              : list_text(name, scenario.thresholds, threshold_keys());
}

}  // namespace

std::string resolved_text(const Scenario& scenario) {
  std::string text;
  for (const Key<Scenario>& key : scenario.measure.empty() ? scenario_keys() : measurement_keys()) {
    text += key.get ? fmt::format("{}: {}\n", key.info.name, key.get(scenario))
                    : section_text(key.info.name, scenario);
  }
  return text;
}

}  // namespace mqseal::scenario
