// SPDX-License-Identifier: MIT
#include "sim/report/trials.h"

#include <algorithm>

#include "sim/report/fields.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

const json* harmful(const json& run) {
  for (const json& attack : rows(run, "attacks")) {
    if (find(attack, "metrics.delivered_ratio") != nullptr) {
      return &attack;
    }
  }
  return nullptr;
}

std::string title_of(const json& attack) {
  std::string title = text(attack, "title", text(attack, "id"));
  if (find(attack, "title") == nullptr && !title.empty()) {
    title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  }
  return title;
}

/// What else the scenario varied, without attack and defence.
std::string extra_of(const Study& study, const json& run) {
  Levels levels;
  for (const std::string& key : study.varied) {
    if (const std::string level = text(run, "factors." + key); !level.empty()) {
      levels[key] = level;
    }
  }
  return condition_text(levels);
}

}  // namespace

std::vector<Trial> trials_of(const Study& study) {
  std::vector<Trial> trials;
  std::vector<std::string> ids;
  for (const json* run : counted_runs(study.document())) {
    Trial trial;
    trial.run = run;
    trial.attack = harmful(*run);
    const std::string defence = text(*run, "factors.defence", "none");
    const bool attacked = text(*run, "factors.attack", "none") != "none";
    if (attacked && trial.attack == nullptr) {
      continue;  // an attack on secrecy or integrity: no harm to others was measured
    }
    trial.id = trial.attack != nullptr ? text(*trial.attack, "id") : "";
    trial.title = trial.attack != nullptr ? title_of(*trial.attack) : "No attack";
    if (const std::string extra = extra_of(study, *run); !extra.empty()) {
      trial.title += ", " + extra;
    }
    const bool alone = text(*run, "factors.arm") == "sink";
    trial.series = alone               ? "attacker alone"
                   : !attacked         ? "no attack"
                   : defence == "none" ? "attack"
                                       : "attack + defence";
    trial.series_order = alone ? 3 : !attacked ? 0 : defence == "none" ? 1 : 2;
    trial.label = trial.series_order == 2 ? "attack + " + defence
                  : defence != "none"     ? "no attack, " + defence
                                          : trial.series;
    auto at = std::find(ids.begin(), ids.end(), trial.id);
    if (!trial.id.empty() && at == ids.end()) {
      ids.push_back(trial.id);
      at = ids.end() - 1;
    }
    trial.order = trial.id.empty() ? 0 : static_cast<int>(at - ids.begin()) + 1;
    trials.push_back(std::move(trial));
  }
  return ids.empty() ? std::vector<Trial>() : trials;
}

}  // namespace mqseal::report
