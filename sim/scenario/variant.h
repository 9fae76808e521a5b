// SPDX-License-Identifier: MIT
// One combination of factor levels: the groups and the broker that it means, checked and settled.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/scenario/topic.h"

namespace mqseal::scenario {

struct Variant {
  std::vector<std::size_t> levels;             ///< index into each factor's levels
  std::map<std::string, std::string> factors;  ///< Run::factors
  std::vector<Group> groups;
  BrokerSettings broker;
  std::vector<Fault> faults;
  AttackSetup attack;
  std::optional<FloodSettings> flood;
  std::vector<FlowShape> flows;  ///< filled in by settle()
};

/// Something that cannot be. `path` names the value as --set does ("groups.1.tag_bytes").
struct Issue {
  std::string path, message;
};

/// Every combination of the matrix, the first factor's levels slowest; one where there is no
/// matrix. Throws base::Error (usage) where rounds, combinations and groups make a plan too large
/// to hold (200,000 groups over all runs).
[[nodiscard]] std::vector<Variant> expand(const Scenario& scenario);

/// The variant that is the baseline of comparisons: `cipher: none` where the matrix has that level,
/// else the first level of each factor.
[[nodiscard]] std::size_t baseline_of(const Scenario& scenario,
                                      const std::vector<Variant>& variants);

/// What holds for the whole scenario: names, ports, thresholds, phases.
[[nodiscard]] std::optional<Issue> check(const Scenario& scenario,
                                         const std::vector<Variant>& variants);

/// Checks one variant, then fills in what follows from it: flows, sender ids from 1, and for each
/// subscriber group the envelope settings of the publishers that it hears.
[[nodiscard]] std::optional<Issue> settle(const Scenario& scenario, Variant& variant);

}  // namespace mqseal::scenario
