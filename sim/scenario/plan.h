// SPDX-License-Identifier: MIT
// A Scenario expanded: which runs, in which order, from which seeds. Pure data, no side effects.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"

namespace mqseal::scenario {

/// One run: a fresh broker, one fleet (or security attacks), one set of factor levels.
struct Run {
  std::string id;        ///< "r03-07-speck-64-128-eax": round, slot, factor levels; a file name
  int round = 1;         ///< from 1
  int slot = 1;          ///< place in the round, from 1
  bool control = false;  ///< the A/A control: the baseline's levels once more
  std::map<std::string, std::string> factors;  ///< every factor key that is uniform over the groups
  std::vector<Group> groups;                   ///< resolved, sender ids assigned
  BrokerSettings broker;
  FleetSettings fleet;
  Phases phases;
  std::vector<Fault> faults;
  AttackSetup attack;
  bool capture = false;
  std::optional<FloodSettings> flood;
  double margin = 0.05;  ///< for recovery: how near to the baseline is near enough
  std::uint64_t seed = 0;
};

/// Needs of the largest run; the seconds are estimates.
struct Needs {
  std::size_t clients = 0;
  std::size_t sockets = 0;      ///< of the fleet's process; the broker needs as many
  double messages_per_run = 0;  ///< published, warm-up included
  double recorded_min = 0;      ///< deliveries in the measured window of the smallest run
  double seconds_per_run = 0, seconds_total = 0;
};

struct Plan {
  Scenario scenario;
  std::vector<Run> runs;  ///< in the order in which they are made; empty where it only measures
  Needs needs;
};

/// The seeded order: within each round every combination once, plus the A/A control (not where the
/// runs are security attacks, which measure nothing that varies), shuffled. A
/// run's seed follows from the scenario's seed, the round and the combination, so the control
/// differs from its baseline run in its slot only. Throws base::Error (usage) on an impossible
/// combination.
[[nodiscard]] Plan make_plan(const Scenario& scenario);
/// Throws base::Error (environment) where the scenario forces an implementation that this CPU
/// lacks. Sockets are checked by sim/run, which raises the limits first.
void check_cpu(const Plan& plan);
/// What `--dry-run` prints: runs, order, seeds, duration, sockets and ports against the limits,
/// percentiles that the plan supports.
[[nodiscard]] std::string describe(const Plan& plan);
/// "42 s", "3 min 05 s", "2 h 10 min": rounded up.
[[nodiscard]] std::string clock_text(double seconds);

}  // namespace mqseal::scenario
