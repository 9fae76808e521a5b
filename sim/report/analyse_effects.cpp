// SPDX-License-Identifier: MIT
// From comparisons to effects[]: test, family, verdict.
#include "sim/report/analyse_effects.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/effect_entry.h"
#include "sim/report/model_comparisons.h"
#include "sim/report/stats/holm.h"
#include "sim/report/stats/round_test.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

std::vector<double> differences(const std::vector<Pair>& pairs, double unit = 1) {
  std::vector<double> d;
  for (const Pair& pair : pairs) {
    d.push_back((pair.level - pair.baseline) / unit);
  }
  return d;
}

EffectDraft make_effect(Comparison comparison, bool primary) {
  EffectDraft effect;
  effect.primary = primary;
  const bool positive =
      std::all_of(comparison.pairs.begin(), comparison.pairs.end(), [](const Pair& pair) {
        return pair.level > 0 && pair.baseline > 0;
      });
  if (comparison.is_reference) {
    effect.kind = "reference";
  } else if (comparison.control && !comparison.reference.empty()) {
    effect.kind = "share";
    if (comparison.reference_value > 0) {
      effect.test = RoundTest::paired(differences(comparison.pairs, comparison.reference_value));
    }
  } else if (positive) {
    effect.kind = "ratio";
    std::vector<double> d;
    for (const Pair& pair : comparison.pairs) {
      d.push_back(std::log(pair.level / pair.baseline));
    }
    effect.test = RoundTest::paired(d);
  } else {
    effect.kind = "difference";
    effect.test = RoundTest::paired(differences(comparison.pairs));
  }
  effect.absolute = RoundTest::paired(
      differences(comparison.to_plaintext.empty() ? comparison.pairs : comparison.to_plaintext));
  effect.comparison = std::move(comparison);
  return effect;
}

/// Holm within each family.
void adjust(std::vector<EffectDraft>& effects) {
  std::map<std::string, std::vector<EffectDraft*>> families;
  for (EffectDraft& effect : effects) {
    if (effect.in_family()) {
      families[effect.family()].push_back(&effect);
    }
  }
  for (auto& [name, members] : families) {
    std::vector<double> p;
    for (const EffectDraft* member : members) {
      p.push_back(*member->test.p);
    }
    const std::vector<HolmAdjusted> adjusted = holm(p, significance);
    for (std::size_t i = 0; i < members.size(); ++i) {
      members[i]->p_holm = adjusted[i].p;
      members[i]->alpha = adjusted[i].alpha;
      members[i]->family_size = members.size();
    }
  }
}

}  // namespace

json effects_of(const json& result) {
  const Design design = design_of(result);
  const std::vector<Observation> runs = run_observations(result), flows = flow_observations(result);
  std::vector<EffectDraft> effects;
  const auto add = [&](const std::vector<Comparison>& comparisons, bool primary) {
    for (const Comparison& comparison : comparisons) {
      effects.push_back(make_effect(comparison, primary));
    }
  };
  for (const std::string& metric : design.primary) {
    add(comparisons_of(runs, metric_rule(metric), design), true);
  }
  for (const std::string& metric : secondary_metrics()) {
    if (std::find(design.primary.begin(), design.primary.end(), metric) == design.primary.end()) {
      add(comparisons_of(runs, metric_rule(metric), design), false);
    }
  }
  for (const char* metric : {"latency_us.response.p50", "latency_us.response.p99"}) {
    add(comparisons_of(
            flows, metric_rule(metric), design, {"cipher", "transport", "attack", "defence"}),
        false);
  }
  adjust(effects);
  json entries = json::array();
  for (const EffectDraft& effect : effects) {
    // A secondary metric that nobody measured is no news; a primary one was promised.
    const bool measured =
        !effect.comparison.pairs.empty() || !effect.comparison.to_plaintext.empty();
    if (effect.primary || measured) {
      entries.push_back(entry_of(effect, design));
    }
  }
  return entries;
}

}  // namespace mqseal::report
