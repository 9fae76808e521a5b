// SPDX-License-Identifier: MIT
// Runs of an attack beside legitimate traffic, with the runs that they are compared with.
#pragma once

#include <string>
#include <vector>

#include "sim/report/study.h"

namespace mqseal::report {

struct Trial {
  const nlohmann::json* run = nullptr;
  const nlohmann::json* attack = nullptr;  ///< of attacks[]; nullptr: the run has none
  /// Of the attack, the title with what else varied ("Hold TCP connections, aedes"); a run that
  /// does not say beside which attack it stands: "" and "No attack".
  std::string id, title;
  std::string series;  ///< "no attack", "attack", "attack + defence", "attacker alone"
  std::string label;   ///< series with the defence's name
  int order = 0, series_order = 0;
};

/// Empty where no run measured an attack's harm (attacks[].metrics.delivered_ratio).
[[nodiscard]] std::vector<Trial> trials_of(const Study& study);

}  // namespace mqseal::report
