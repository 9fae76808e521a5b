// SPDX-License-Identifier: MIT
#include "sim/report/decide.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "sim/report/check_count.h"
#include "sim/report/decide_changes.h"
#include "sim/report/decide_front.h"
#include "sim/report/decide_limits.h"
#include "sim/report/decide_text.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/quick_look.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr int resamples = 1000;

json limit_rows(const json& rule) {
  json limits = json::array();
  for (const json& limit : rows(rule, "limits")) {
    const CriterionName name = criterion_name(text(limit, "of"));
    json row = limit;
    row["title"] = name.title;
    row["kind"] = name.kind;
    row["text"] = limit_text(limit);
    limits.push_back(std::move(row));
  }
  return limits;
}

json cells_of(const Study& study, const Candidate& candidate, const json& rule) {
  json cells = json::array();
  for (const json& limit : rows(rule, "limits")) {
    cells.push_back(limit_cell(limit, evidence_of(study, candidate, text(limit, "of"))));
  }
  return cells;
}

std::string result_of(const Candidate& candidate, const json& cells) {
  if (candidate.cipher == "none") {
    return "baseline";  // it protects nothing: never an answer
  }
  const auto any = [&](const char* outcome) {
    return std::any_of(cells.begin(), cells.end(), [&](const json& cell) {
      return text(cell, "outcome") == outcome;
    });
  };
  return any("fail") ? "ruled_out" : any("unclear") ? "unclear" : "inside";
}

json objective_rows(const Study& study, const Candidate& candidate, const json& rule) {
  json out = json::array();
  for (const json& name : rows(rule, "objectives")) {
    const std::string criterion = name.get<std::string>();
    const Evidence evidence = evidence_of(study, candidate, criterion);
    for (const Reading& reading : evidence.readings) {
      const auto end = [](double value) {
        return std::isfinite(value) ? json(value) : json(nullptr);
      };
      out.push_back({{"of", criterion},
                     {"where", reading.where},
                     {"value", reading.value},
                     {"low", end(reading.low)},
                     {"high", end(reading.high)},
                     {"text", criterion_value(criterion_name(criterion), reading.value)}});
    }
  }
  return out;
}

/// Compares the candidates that no limit rules out and writes the outcome into their rows.
void rank(json& decision, const Study& study, const std::vector<Candidate>& candidates) {
  std::vector<const Candidate*> left;
  std::vector<json*> of_left;
  json& ciphers = decision["ciphers"];
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::string result = text(ciphers[i], "result");
    if (result == "inside" || result == "unclear") {
      left.push_back(&candidates[i]);
      of_left.push_back(&ciphers[i]);
    }
  }
  std::vector<Objective> objectives;
  for (const json& name : rows(decision, "rule.objectives")) {
    Objective objective{name, criterion_name(name.get<std::string>()).more_is_better, false, {}};
    objective.uses_margin = objective.name.rfind("device.", 0) == 0;
    for (const Candidate* candidate : left) {
      objective.evidence.push_back(evidence_of(study, *candidate, objective.name));
    }
    objectives.push_back(std::move(objective));
  }
  if (objectives.empty()) {
    return;
  }
  std::vector<bool> aes;
  for (const Candidate* candidate : left) {
    aes.push_back(candidate->aes);
  }
  const auto seed = static_cast<std::uint64_t>(number(study.document(), "seed").value_or(1));
  const Front front = front_of(objectives, aes, study.margin, seed, resamples);
  for (std::size_t i = 0; i < left.size(); ++i) {
    json& row = *of_left[i];
    row["ranked"] = static_cast<bool>(front.ranked[i]);
    row["front"] = static_cast<bool>(front.on[i]);
    row["front_share"] = front.resamples > 0 ? json(front.share[i]) : json(nullptr);
    for (const std::size_t other : front.dominated_by[i]) {
      row["dominated_by"].push_back(left[other]->label);
    }
  }
  if (front.resamples > 0) {
    decision["stability"] = {{"resamples", front.resamples}, {"share", front.same}};
  }
}

void add_words_of_result(json& ciphers, bool ranked_at_all) {
  for (json& row : ciphers) {
    const std::string result = text(row, "result");
    row["word"] = result == "ruled_out"  ? "ruled out"
                  : result == "unclear"  ? "undecided"
                  : result == "baseline" ? "baseline"
                  : !ranked_at_all       ? "inside the limits"
                  : flag(row, "front")   ? "on the front"
                  : !flag(row, "ranked") ? "inside, not ranked"
                                         : "behind the front";
  }
}

json notes_of(const json& decision, const Study& study) {
  json notes = json::array();
  if (text(decision, "rule.stated") == "after the run") {
    notes.push_back("These limits were stated after the run, with its results at hand.");
  }
  if (study.quick_look) {
    notes.push_back(quick_look_text(study.document()));
  }
  for (const json& cipher : rows(decision, "ciphers")) {
    for (const json& cell : rows(cipher, "cells")) {
      if (text(cell, "why").find("unconfirmed") != std::string::npos) {
        notes.push_back("Figures marked unconfirmed were not found again in their source text.");
        return notes;
      }
    }
  }
  return notes;
}

}  // namespace

json rule_of(const json& result) {
  const json* later = find(result, "decision.rule");
  if (later != nullptr && text(*later, "stated") == "after the run") {
    return *later;
  }
  const json* stated = find(result, "scenario.decision");
  if (stated == nullptr) {
    return nullptr;
  }
  json rule = *stated;
  rule["source"] = text(result, "scenario.file", "the scenario");
  rule["stated"] = "before the run";
  return rule;
}

json decision_of(const json& result) {
  const json rule = rule_of(result);
  const Study study = make_study(result);
  const std::vector<Candidate> candidates = candidates_of(study);
  if (rule.is_null() || candidates.empty()) {
    return rule.is_null() ? json::object() : json{{"rule", rule}};
  }
  json decision = {{"rule", rule},
                   {"withheld", ""},
                   {"limits", limit_rows(rule)},
                   {"ciphers", json::array()},
                   {"stability", nullptr}};
  if (count_checks(rows(result, "quality")).failed > 0) {
    decision["withheld"] = "a quality check failed, so the data are not to be trusted";
  }
  for (const Candidate& candidate : candidates) {
    json cells = cells_of(study, candidate, rule);
    const std::string outcome = result_of(candidate, cells);
    decision["ciphers"].push_back({{"cipher", candidate.cipher},
                                   {"implementation", candidate.implementation},
                                   {"aes", candidate.aes},
                                   {"label", candidate.label},
                                   {"result", outcome},
                                   {"front", false},
                                   {"ranked", rows(rule, "objectives").empty()},
                                   {"front_share", nullptr},
                                   {"dominated_by", json::array()},
                                   {"cells", std::move(cells)},
                                   {"objectives", objective_rows(study, candidate, rule)}});
  }
  rank(decision, study, candidates);
  add_words_of_result(decision["ciphers"], !rows(rule, "objectives").empty());
  decision["changes"] = changes_of(decision);
  decision["notes"] = notes_of(decision, study);
  add_decision_words(decision);
  return decision;
}

}  // namespace mqseal::report
