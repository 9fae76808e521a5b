// SPDX-License-Identifier: MIT
#include "sim/report/effect_entry.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/model_sentence.h"
#include "sim/report/stats/signed_rank.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

json number_or_null(double value) {
  return std::isfinite(value) ? json(value) : json(nullptr);
}

json interval_json(const Interval& interval) {
  return {number_or_null(interval.lower), number_or_null(interval.upper)};
}

const json no_interval = {nullptr, nullptr};

/// Of log ratios to relative changes; shares are that already. Infinite ends stay infinite.
double as_change(const EffectDraft& effect, double value) {
  return effect.kind == "ratio" && std::isfinite(value) ? std::expm1(value) : value;
}

Interval as_change(const EffectDraft& effect, const Interval& interval) {
  return {as_change(effect, interval.lower), as_change(effect, interval.upper)};
}

json absolute_json(const EffectDraft& effect) {
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

json notes_of(const EffectDraft& effect, const Design& design, bool bounded) {
  const Comparison& c = effect.comparison;
  json notes = json::array();
  if (!effect.primary || !effect.is_judged(design)) {
    notes.push_back(quick_look_note);
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

void add_statistics(json& entry, const EffectDraft& effect, const Design& design) {
  const bool relative = effect.kind == "ratio" || effect.kind == "share";
  const bool judged = effect.is_judged(design);
  const Interval raw = effect.test.interval(judged ? effect.alpha : significance);
  const Interval ci = as_change(effect, raw);
  if (relative) {
    entry["estimate"] = as_change(effect, effect.test.estimate);
    entry["ci"] = interval_json(ci);
    entry["ci95"] = interval_json(as_change(effect, effect.test.interval(significance)));
    entry["beyond_margin"] = beyond_margin(ci, design.margin);
  }
  entry["ci_level"] = judged ? 1 - effect.alpha : 1 - significance;
  if (effect.comparison.control) {
    return;
  }
  const Better better = effect.comparison.metric.better;
  if (!judged && effect.test.method != "exact") {
    entry["verdict"] = nullptr;  // a quick look has an interval here, and no word
    return;
  }
  const Verdict verdict =
      relative ? judge(ci, design.margin, better) : judge_difference(ci, better);
  entry["verdict"] = to_string(verdict);
  entry["claim"] = effect.primary && judged && verdict != Verdict::cannot_tell;
  if (verdict == Verdict::cannot_tell && relative) {
    const double family = std::max<double>(1, static_cast<double>(effect.family_size));
    entry["more_rounds"] = rounds_to_settle(ci,
                                            entry["estimate"].get<double>(),
                                            design.margin,
                                            static_cast<int>(effect.comparison.pairs.size()),
                                            fewest_for_signed_rank(significance / family));
  }
}

}  // namespace

json entry_of(const EffectDraft& effect, const Design& design) {
  const Comparison& c = effect.comparison;
  const auto optional = [](const std::optional<double>& p) { return p ? json(*p) : json(nullptr); };
  const bool judged = effect.is_judged(design);
  json entry = {
      {"metric", c.metric.path},
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
      {"p_holm", judged ? optional(effect.p_holm) : json(nullptr)},
      {"verdict", c.control || c.is_reference || !judged ? json(nullptr) : json("cannot_tell")},
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
    bounded = effect.test.interval(judged ? effect.alpha : significance).bounded();
  }
  entry["notes"] = notes_of(effect, design, bounded);
  entry["sentence"] = effect_sentence(entry, design.margin);
  return entry;
}

}  // namespace mqseal::report
