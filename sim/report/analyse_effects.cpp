// SPDX-License-Identifier: MIT
// From comparisons to effects[]: test, family, verdict.
#include "sim/report/analyse_effects.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/model_comparisons.h"
#include "sim/report/model_sentence.h"
#include "sim/report/stats/holm.h"
#include "sim/report/stats/round_test.h"
#include "sim/report/stats/signed_rank.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

/// One entry on its way.
struct Effect {
  Comparison comparison;
  bool primary = false;
  std::string kind;
  RoundTest test;  ///< of log ratios; of shares of the reference for its control; of differences
  RoundTest absolute;  ///< against plaintext, in the unit
  double alpha = significance;
  std::optional<double> p_holm;
  std::size_t family_size = 0;

  [[nodiscard]] bool in_family() const {
    return !comparison.control && kind != "reference" && test.p.has_value();
  }

  [[nodiscard]] std::string family() const {
    return primary ? "primary"
                   : comparison.metric.path + (comparison.of_flow ? "|flow|" : "|run|") +
                         comparison.factor;
  }
};

std::vector<double> differences(const std::vector<Pair>& pairs, double unit = 1) {
  std::vector<double> d;
  for (const Pair& pair : pairs) {
    d.push_back((pair.level - pair.baseline) / unit);
  }
  return d;
}

Effect make_effect(Comparison comparison, bool primary) {
  Effect effect;
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

/// Holm within each family. A quick look is not corrected, since it claims nothing.
void adjust(std::vector<Effect>& effects) {
  std::map<std::string, std::vector<Effect*>> families;
  for (Effect& effect : effects) {
    if (effect.in_family()) {
      families[effect.family()].push_back(&effect);
    }
  }
  for (auto& [name, members] : families) {
    std::vector<double> p;
    for (const Effect* member : members) {
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

json number_or_null(double value) {
  return std::isfinite(value) ? json(value) : json(nullptr);
}

json interval_json(const Interval& interval) {
  return {number_or_null(interval.lower), number_or_null(interval.upper)};
}

const json no_interval = {nullptr, nullptr};

/// Of log ratios to relative changes; shares are that already. Infinite ends stay infinite.
double as_change(const Effect& effect, double value) {
  return effect.kind == "ratio" && std::isfinite(value) ? std::expm1(value) : value;
}

Interval as_change(const Effect& effect, const Interval& interval) {
  return {as_change(effect, interval.lower), as_change(effect, interval.upper)};
}

json absolute_json(const Effect& effect) {
  const Comparison& c = effect.comparison;
  const bool to_plaintext = !c.to_plaintext.empty();
  if (effect.absolute.method == "none" || (c.metric.against_reference && !to_plaintext)) {
    return nullptr;
  }
  return {{"baseline", to_plaintext ? "none" : c.baseline},
          {"unit", c.metric.unit},
          {"estimate", effect.absolute.estimate},
          {"ci95", interval_json(effect.absolute.interval(significance))}};
}

json values_json(const Comparison& c) {
  const std::vector<Pair>& pairs = c.is_reference ? c.to_plaintext : c.pairs;
  if (pairs.empty()) {
    return {{"level", nullptr}, {"baseline", nullptr}};
  }
  std::vector<double> levels, baselines;
  for (const Pair& pair : pairs) {
    levels.push_back(pair.level);
    baselines.push_back(pair.baseline);
  }
  return {{"level", sample_median(levels)}, {"baseline", sample_median(baselines)}};
}

/// A difference has no margin: it is worse, better, exactly equal, or open.
Verdict judge_difference(const Interval& interval, Better better) {
  return judge(interval, 0, better);
}

json notes_of(const Effect& effect, const Design& design, bool bounded) {
  const Comparison& c = effect.comparison;
  json notes = json::array();
  if (!effect.primary || design.quick_look) {
    notes.push_back("quick look, not for claims");
  }
  if (c.metric.path == "throughput_msg_s") {
    notes.push_back("throughput at a fixed offered rate shows only that the schedule was kept");
  }
  if (c.aes_mixed) {
    notes.push_back("one side used AES instructions and the other did not");
  }
  if (c.metric.messages_needed > 0 && c.pairs.empty()) {
    notes.push_back(
        fmt::format("this percentile needs {:.0f} messages in each run", c.metric.messages_needed));
  } else if (effect.kind != "reference" && effect.test.method == "none") {
    notes.push_back(fmt::format("{} complete rounds; an interval needs 3", c.pairs.size()));
  } else if (!bounded) {
    notes.push_back(fmt::format(
        "{} rounds cannot settle a family of {} comparisons: {} are needed",
        c.pairs.size(),
        effect.family_size,
        fewest_for_signed_rank(significance / static_cast<double>(effect.family_size))));
  }
  return notes;
}

void add_statistics(json& entry, const Effect& effect, const Design& design) {
  const bool relative = effect.kind == "ratio" || effect.kind == "share";
  const Interval raw = effect.test.interval(design.quick_look ? significance : effect.alpha);
  const Interval ci = as_change(effect, raw);
  if (relative) {
    entry["estimate"] = as_change(effect, effect.test.estimate);
    entry["ci"] = interval_json(ci);
    entry["ci95"] = interval_json(as_change(effect, effect.test.interval(significance)));
    entry["beyond_margin"] = beyond_margin(ci, design.margin);
  }
  entry["ci_level"] = design.quick_look ? 1 - significance : 1 - effect.alpha;
  if (effect.comparison.control) {
    return;
  }
  const Better better = effect.comparison.metric.better;
  Verdict verdict = relative ? judge(ci, design.margin, better) : judge_difference(ci, better);
  if (design.quick_look && effect.test.method != "exact") {
    verdict = Verdict::cannot_tell;
  }
  entry["verdict"] = to_string(verdict);
  entry["claim"] = effect.primary && !design.quick_look && verdict != Verdict::cannot_tell;
  if (verdict == Verdict::cannot_tell && relative) {
    const double family = std::max<double>(1, static_cast<double>(effect.family_size));
    entry["more_rounds"] = rounds_to_settle(ci,
                                            entry["estimate"].get<double>(),
                                            design.margin,
                                            static_cast<int>(effect.comparison.pairs.size()),
                                            fewest_for_signed_rank(significance / family));
  }
}

json entry_of(const Effect& effect, const Design& design) {
  const Comparison& c = effect.comparison;
  const auto optional = [](const std::optional<double>& p) { return p ? json(*p) : json(nullptr); };
  json entry = {{"metric", c.metric.path},
                {"unit", c.metric.unit},
                {"factor", c.factor},
                {"level", c.level},
                {"baseline", c.baseline},
                {"at", c.at},
                {"control", c.control},
                {"family", effect.primary ? "primary" : "secondary"},
                {"comparisons", effect.family_size},
                {"claim", false},
                {"kind", effect.kind == "share" ? "ratio" : effect.kind},
                {"n", c.is_reference ? c.to_plaintext.size() : c.pairs.size()},
                {"method", c.is_reference ? effect.absolute.method : effect.test.method},
                {"estimate", nullptr},
                {"ci", no_interval},
                {"ci_level", nullptr},
                {"ci95", no_interval},
                {"p", optional(effect.test.p)},
                {"p_holm", design.quick_look ? json(nullptr) : optional(effect.p_holm)},
                {"verdict", c.control || c.is_reference ? json(nullptr) : json("cannot_tell")},
                {"beyond_margin", false},
                {"more_rounds", 0},
                {"absolute", absolute_json(effect)},
                {"values", values_json(c)},
                {"relative_to", c.reference.empty() ? json(nullptr) : json(c.reference)},
                {"implementation",
                 {{"level", c.level_implementation}, {"baseline", c.baseline_implementation}}},
                {"aes_mixed", c.aes_mixed}};
  bool bounded = true;
  if (effect.test.method != "none") {
    add_statistics(entry, effect, design);
    bounded = effect.test.interval(design.quick_look ? significance : effect.alpha).bounded();
  }
  entry["notes"] = notes_of(effect, design, bounded);
  entry["sentence"] = effect_sentence(entry, design.margin, design.quick_look);
  return entry;
}

}  // namespace

json effects_of(const json& result) {
  const Design design = design_of(result);
  const std::vector<Observation> runs = run_observations(result), flows = flow_observations(result);
  std::vector<Effect> effects;
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
  for (const Effect& effect : effects) {
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
