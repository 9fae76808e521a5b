// SPDX-License-Identifier: MIT
// The way of a scenario: text, tree, flags, structs, every combination checked, resolved text.
#include "sim/scenario/load.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/scenario/factors.h"
#include "sim/scenario/plan.h"
#include "sim/scenario/reader.h"
#include "sim/scenario/resolve.h"
#include "sim/scenario/variant.h"

namespace mqseal::scenario {
namespace {

constexpr int max_rounds = 1000;
constexpr int quick_rounds = 3;
/// Baseline, attack and recovery of a quick look at an attack.
constexpr Nanos quick_attack = 5 * base::nanos_per_second;

/// A fifth of `phase`, but at least `least`, and never more than it was.
Nanos shortened(Nanos phase, Nanos least) {
  return std::min(phase, std::max(phase / 5, least));
}

/// `duration` * `to` / `from`.
Nanos scaled(Nanos duration, Nanos to, Nanos from) {
  const double share = from == 0 ? 1 : static_cast<double>(to) / static_cast<double>(from);
  return static_cast<Nanos>(static_cast<double>(duration) * share);
}

/// An attack is compared with what it is without it, with its defence, and with the attacker alone.
void add_arms(Scenario& scenario) {
  const auto varies = [](const Factor& factor) { return factor.key == "arm"; };
  if (!scenario.flood || std::ranges::any_of(scenario.matrix, varies)) {
    return;
  }
  Factor arms{"arm", {"none", "attack", "defended", "sink"}};
  if (scenario.flood->defence.name.empty()) {
    std::erase(arms.levels, "defended");
  }
  scenario.matrix.push_back(std::move(arms));
}

void apply_overrides(Scenario& scenario, const Overrides& overrides) {
  if (overrides.seed) {
    scenario.seed = *overrides.seed;
  }
  if (overrides.rounds) {
    if (*overrides.rounds < 1 || *overrides.rounds > max_rounds) {
      throw base::Error(
          base::ExitCode::usage,
          fmt::format(
              "--rounds {}: must be a whole number from 1 to {}", *overrides.rounds, max_rounds));
    }
    scenario.rounds = *overrides.rounds;
  }
  if (overrides.quick) {
    scenario.quick_look = true;
    scenario.rounds = std::min(scenario.rounds, quick_rounds);
    scenario.phases.warm_up = shortened(scenario.phases.warm_up, base::nanos_per_second / 5);
    const Nanos measure = scenario.phases.measure;
    scenario.phases.measure =
        shortened(measure, scenario.flood ? quick_attack : base::nanos_per_second);
    for (Fault& fault : scenario.faults) {  // keep their place in the window
      fault.at = scaled(fault.at, scenario.phases.measure, measure);
      fault.lasting = scaled(fault.lasting, scenario.phases.measure, measure);
    }
    if (scenario.flood) {
      scenario.rounds = 1;
      FloodSettings& flood = *scenario.flood;
      flood.at = scaled(flood.at, scenario.phases.measure, measure);
      flood.lasting = scaled(flood.lasting, scenario.phases.measure, measure);
      flood.probe_patience = scaled(flood.probe_patience, scenario.phases.measure, measure);
    }
  }
}

/// The position of an issue's path; of the level where the matrix set that key; else of the
/// nearest enclosing value that the file has.
Position position_of(const Issue& issue,
                     const Scenario& scenario,
                     const Variant* variant,
                     const Positions& positions) {
  const std::string key = issue.path.substr(issue.path.rfind('.') + 1);
  for (std::size_t i = 0; variant != nullptr && i < scenario.matrix.size(); ++i) {
    const FactorInfo* info = find_factor(scenario.matrix[i].key);
    const bool varies = info != nullptr && (info->group_key == key || info->broker_key == key ||
                                            info->fault_key == key);
    if (varies && !key.empty()) {
      return positions.at(fmt::format("matrix.{}.{}", scenario.matrix[i].key, variant->levels[i]));
    }
  }
  std::string path = issue.path;
  while (!positions.contains(path)) {
    const std::size_t dot = path.rfind('.');
    path = dot == std::string::npos ? "" : path.substr(0, dot);
  }
  return positions.at(path);
}

void check_all(const Scenario& scenario, const Positions& positions) {
  if (!scenario.measure.empty()) {
    return;  // nothing that could contradict something else
  }
  std::vector<Variant> variants = expand(scenario);
  if (const auto issue = check(scenario, variants)) {
    fail(position_of(*issue, scenario, nullptr, positions), issue->message);
  }
  for (Variant& variant : variants) {
    if (const auto issue = settle(scenario, variant)) {
      fail(position_of(*issue, scenario, &variant, positions), issue->message);
    }
  }
}

Node parse_map(const std::string& text, const std::string& file_name) {
  Node root = parse_document(text, file_name);
  if (root.kind != Node::Kind::map) {
    fail(root.at,
         fmt::format("a scenario is a map of keys that starts with `schema: mqseal-scenario/1`, "
                     "not {}",
                     root.described()));
  }
  return root;
}

std::string read_text(const std::filesystem::path& file) {
  try {
    return base::read_file(file, std::size_t{2} << 20U);
  } catch (const base::Error& error) {
    throw base::Error(base::ExitCode::usage, error.what());
  }
}

}  // namespace

Scenario parse(const std::string& text, const std::string& file_name, const Overrides& overrides) {
  Node root = parse_map(text, file_name);
  if (const Entry* include = root.find("include")) {
    fail(include->at, "includes other scenarios and measures nothing itself; name one of them");
  }
  for (const std::string& flag : overrides.set) {
    apply_flag(root, flag);
  }
  Positions positions;
  Scenario scenario = read_scenario(root, positions);
  scenario.file = file_name;
  apply_overrides(scenario, overrides);
  add_arms(scenario);
  check_all(scenario, positions);
  scenario.resolved_yaml = resolved_text(scenario);
  return scenario;
}

Scenario load(const std::filesystem::path& file, const Overrides& overrides) {
  return parse(read_text(file), file.string(), overrides);
}

std::optional<Study> load_study(const std::filesystem::path& file) {
  const Node root = parse_map(read_text(file), file.string());
  if (!is_study(root)) {
    return std::nullopt;
  }
  Positions positions;
  Study study = read_study(root, positions);
  study.file = file;
  for (std::size_t i = 0; i < study.include.size(); ++i) {
    study.include[i].at = positions.at(fmt::format("include.{}.file", i)).text();
  }
  return study;
}

bool accepts(const std::string& text) noexcept {
  try {
    const Plan plan = make_plan(parse(text, "text"));
    return !plan.runs.empty();
  } catch (const base::Error& error) {
    if (error.code() != base::ExitCode::usage) {
      std::abort();
    }
    return false;
  }
}

}  // namespace mqseal::scenario
