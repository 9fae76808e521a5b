// SPDX-License-Identifier: MIT
#include "sim/report/highlights.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "sim/report/capacities.h"
#include "sim/report/device_rows.h"
#include "sim/report/fields.h"
#include "sim/report/harm_figures.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

bool harms_others(const json& attack) {
  return find(attack, "metrics.delivered_ratio") != nullptr;
}

/// "new connections 100 → 0 %, defended 100 %"; empty where the attack does no harm to the figure.
std::string change_words(const json& entries, const HarmFigure& figure) {
  std::string words, defended;
  for (const json& entry : entries) {
    const auto value = number(entry, "value"), none = number(entry, "none");
    if (text(entry, "metric") != figure.metric || !value || !none) {
      continue;
    }
    const std::string now = number_text(*value * figure.scale);
    if (text(entry, "arm") == "defended") {
      defended = fmt::format(", defended {} {}", now, figure.unit);
    } else if (text(entry, "verdict") == "harm") {
      words = fmt::format(
          "{} {} → {} {}", figure.name, number_text(*none * figure.scale), now, figure.unit);
    }
  }
  return words.empty() ? words : words + defended;
}

/// One attack on one broker: what it did to each figure that it harmed.
std::string single_harm(const json& entries) {
  std::string words;
  const bool any_unclear = std::ranges::any_of(
      entries, [](const json& entry) { return text(entry, "verdict") == "inconclusive"; });
  for (const HarmFigure& figure : harm_figures) {
    if (const std::string change = change_words(entries, figure); !change.empty()) {
      words += (words.empty() ? ": " : "; ") + change;
    }
  }
  return text(entries.front(), "title") +
         (!words.empty() ? words
          : any_unclear
              ? ": cannot tell, the attacker alone disturbs the flow or the rounds disagree"
              : ": no harm beyond the attacker's own load on the machine");
}

/// Several: on how many it did harm, by attack and by what else varied.
std::string several_harms(const json& entries) {
  std::map<std::string, std::map<std::string, bool>> arms;
  for (const json& entry : entries) {
    const std::string what = text(entry, "title") + ", " + text(entry, "where");
    bool& harmed = arms[text(entry, "arm")][what];
    harmed = harmed || text(entry, "verdict") == "harm";
  }
  const auto of = [&](const std::string& arm) {
    return fmt::format(
        "{} of {}",
        std::ranges::count_if(arms[arm], [](const auto& each) { return each.second; }),
        arms[arm].size());
  };
  return text(entries.front(), "title") + ": harm in " + of("attack") + " conditions" +
         (arms.contains("defended") ? ", with the defence still in " + of("defended") : "");
}

/// Attacks beside legitimate traffic: without and with a defence.
std::optional<Highlight> harm(const json& result) {
  const json& entries = rows(result, "resilience");
  if (entries.empty()) {
    return std::nullopt;
  }
  const bool single = std::ranges::all_of(entries, [&](const json& entry) {
    return text(entry, "title") == text(entries.front(), "title") && text(entry, "where").empty();
  });
  const std::string words = single ? single_harm(entries) : several_harms(entries);
  return Highlight{words, "**Resilience:** [" + words + "](#security)."};
}

std::optional<Highlight> attacks(const json& result) {
  std::set<std::string> all, of_plain, of_sealed;
  for (const json& run : rows(result, "runs")) {
    const bool sealed = text(run, "factors.cipher", "none") != "none";
    for (const json& attack : rows(run, "attacks")) {
      if (text(attack, "scope", "claimed") != "claimed" ||
          text(attack, "verdict") == "not_measured" || harms_others(attack)) {
        continue;
      }
      all.insert(text(attack, "id"));
      if (text(attack, "verdict") == "succeeded") {
        (sealed ? of_sealed : of_plain).insert(text(attack, "id"));
      }
    }
  }
  if (all.empty()) {
    return std::nullopt;
  }
  const std::string words =
      fmt::format("{} of {} reached their goal against plaintext, {} against a sealed envelope",
                  of_plain.size(),
                  plural(static_cast<double>(all.size()), "attack"),
                  of_sealed.size());
  return Highlight{words, "**Attacks:** [" + words + "](#security)."};
}

/// What was looked for in captured packets.
std::optional<Highlight> captures(const json& result) {
  double visible = 0, all = 0;
  for (const json& run : rows(result, "runs")) {
    for (const json& finding : rows(run, "capture.findings")) {
      ++all;
      visible += text(finding, "visibility") == "VISIBLE" ? 1 : 0;
    }
  }
  if (all == 0) {
    return std::nullopt;
  }
  const std::string words = fmt::format("{} of {} looked for in captured packets could be read",
                                        count_text(visible),
                                        plural(all, "text"));
  return Highlight{words, "**Capture:** [" + words + "](#security)."};
}

std::optional<Highlight> claims(const json& result) {
  std::map<std::string, int> verdicts;
  for (const json& claim : rows(result, "claims")) {
    ++verdicts[text(claim, "verdict")];
  }
  if (verdicts.empty()) {
    return std::nullopt;
  }
  int known = 0;
  for (const auto& [verdict, count] : verdicts) {
    known += count;
  }
  const std::string words = fmt::format(
      "{} held against evidence: {} confirmed, {} refuted, {} to be "
      "put more precisely",
      plural(known, "claim"),
      verdicts["confirmed"],
      verdicts["refuted"],
      verdicts["needs_precision"]);
  return Highlight{words, "**Claims:** [" + words + "](#security)."};
}

std::optional<Highlight> capacity(const Study& study) {
  std::optional<Capacity> most, least;
  for (const Capacity& one : capacities_of(study)) {
    if (one.knee) {
      most = !most || *one.knee > *most->knee ? one : most;
      least = !least || *one.knee < *least->knee ? one : least;
    }
  }
  if (!most) {
    return std::nullopt;
  }
  const auto part = [](const Capacity& one) {
    return fmt::format("{}{}{} {}{}",
                       cipher_name(one.cipher),
                       one.condition.empty() ? "" : ", ",
                       one.condition,
                       count_text(*one.knee),
                       one.of_attack ? "/s" : " msg/s");
  };
  const bool one = *least->knee == *most->knee;
  const std::string words = one ? part(*most) : "from " + part(*least) + " to " + part(*most);
  const std::string what = most->of_attack ? "Withstands forged messages" : "Capacity";
  return Highlight{what + " " + words, "**" + what + ":** [" + words + "](#performance)."};
}

std::optional<Highlight> bench(const json& result) {
  double wins = 0, all = 0;
  for (const json* const row : shown_bench_rows(result)) {
    if (const auto ratio = number(*row, "ratio")) {
      ++all;
      wins += *ratio > 1 ? 1 : 0;
    }
  }
  if (all == 0) {
    return std::nullopt;
  }
  const std::string words = fmt::format(
      "in {} of {} rows ours takes less time than its peer", count_text(wins), count_text(all));
  return Highlight{"Speed on this host: " + words,
                   "**Speed on this host:** [" + words + "](#performance)."};
}

}  // namespace

std::vector<Highlight> highlights_of(const Study& study) {
  std::vector<Highlight> out;
  for (auto found : {attacks(study.document()),
                     harm(study.document()),
                     captures(study.document()),
                     claims(study.document()),
                     bench(study.document()),
                     capacity(study)}) {
    if (found) {
      out.push_back(std::move(*found));
    }
  }
  return out;
}

}  // namespace mqseal::report
