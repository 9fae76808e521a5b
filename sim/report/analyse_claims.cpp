// SPDX-License-Identifier: MIT
// claims[]: what the scenario's sentences are worth against what its runs gave.
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/analyse_attacks.h"
#include "sim/report/facts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

/// One piece of evidence: whether it is as the claim says; nullopt where it does not decide.
struct Finding {
  std::optional<bool> as_claimed;
  std::string words;
};

bool matches(const json& run, const json& where) {
  for (const auto& [key, level] : where.items()) {
    if (text(run, "factors." + key) != level.get<std::string>()) {
      return false;
    }
  }
  return true;
}

/// The attack, or the case of it, that `evidence` names in `run`; nullptr where there is none.
const json* entry_in(const json& run, const json& evidence) {
  for (const json& attack : rows(run, "attacks")) {
    if (text(attack, "id") != text(evidence, "attack")) {
      continue;
    }
    const std::string wanted = text(evidence, "case");
    if (wanted.empty()) {
      return &attack;
    }
    for (const json& one : rows(attack, "cases")) {
      if (text(one, "name") == wanted) {
        return &one;
      }
    }
  }
  return nullptr;
}

bool within(double value, const json& evidence) {
  return value <= number(evidence, "max").value_or(value) &&
         value >= number(evidence, "min").value_or(value);
}

std::string labelled(const json& evidence, const std::string& words) {
  const std::string shows = text(evidence, "shows");
  return shows.empty() ? words : shows + ": " + words;
}

Finding of_fact(const json& evidence) {
  const std::string cipher = text(evidence, "cipher"), fact = text(evidence, "fact");
  const json* found = nullptr;
  for (const json& one : cipher_facts().at("ciphers")) {
    if (text(one, "id") == facts_id(cipher)) {
      found = &one;
    }
  }
  const auto value = found == nullptr ? std::nullopt : number(*found, fact + ".value");
  if (!value) {
    return {std::nullopt, labelled(evidence, fmt::format("no {} of {}", fact, cipher))};
  }
  return {within(*value, evidence),
          labelled(evidence, fmt::format("{}: {} {}", cipher_name(cipher), fact, *value))};
}

Finding of_metric(const json& attack, const json& evidence, const std::string& run) {
  const std::string metric = text(evidence, "metric");
  const auto value = number(attack, "metrics." + metric);
  if (!value) {
    return {std::nullopt, labelled(evidence, metric + " was not measured")};
  }
  return {within(*value, evidence),
          labelled(evidence, fmt::format("{} = {:.3g} ({})", metric, *value, run))};
}

Finding of_verdict(const json& entry, const json& evidence, const std::string& run) {
  const std::string verdict = text(entry, "verdict"), expects = text(evidence, "expects");
  const bool decides = verdict == "succeeded" || verdict == "blocked";
  // A case says in a few words what happened; a whole attack's evidence stands in the matrix.
  const std::string more =
      text(evidence, "case").empty() ? run : run + ": " + text(entry, "evidence");
  const std::string words = fmt::format("{} {} of {} ({})",
                                        verdict,
                                        text(entry, "successes", "0"),
                                        text(entry, "attempts", "0"),
                                        more);
  return {decides ? std::optional(verdict == expects) : std::nullopt, labelled(evidence, words)};
}

/// Over all runs that count: as claimed only where each of them is.
Finding of_runs(const json& result, const json& evidence) {
  const json empty = json::object();
  const json* where = find(evidence, "where");
  std::optional<Finding> found;
  for (const json& run : rows(result, "runs")) {
    const json* const entry =
        matches(run, where == nullptr ? empty : *where) ? entry_in(run, evidence) : nullptr;
    if (entry == nullptr) {
      continue;
    }
    const std::string id = text(run, "id");
    Finding here = text(evidence, "metric").empty() ? of_verdict(*entry, evidence, id)
                                                    : of_metric(*entry, evidence, id);
    if (!found || (found->as_claimed.value_or(true) && !here.as_claimed.value_or(true))) {
      found = std::move(here);
    }
  }
  return found.value_or(Finding{
      std::nullopt, labelled(evidence, "no run made the attack " + text(evidence, "attack"))});
}

std::string verdict_of(const std::vector<Finding>& findings) {
  int with = 0, against = 0;
  for (const Finding& one : findings) {
    with += one.as_claimed == true ? 1 : 0;
    against += one.as_claimed == false ? 1 : 0;
  }
  return with + against == 0 ? "not_measured"
         : against == 0      ? "confirmed"
         : with == 0         ? "refuted"
                             : "needs_precision";
}

}  // namespace

json claims_of(const json& result) {
  json claims = json::array();
  for (const json& claim : rows(result, "scenario.claims")) {
    std::vector<Finding> findings;
    json words = json::array();
    for (const json& evidence : rows(result, "scenario.evidence")) {
      if (text(evidence, "claim") != text(claim, "id")) {
        continue;
      }
      findings.push_back(text(evidence, "fact").empty() ? of_runs(result, evidence)
                                                        : of_fact(evidence));
      const auto& as_claimed = findings.back().as_claimed;
      words.push_back((as_claimed == true    ? "for it: "
                       : as_claimed == false ? "against it: "
                                             : "undecided: ") +
                      findings.back().words);
    }
    claims.push_back({{"id", text(claim, "id")},
                      {"sentence", text(claim, "sentence")},
                      {"verdict", verdict_of(findings)},
                      {"evidence", words},
                      {"instead", text(claim, "instead")},
                      {"source", text(claim, "source")}});
  }
  return claims;
}

}  // namespace mqseal::report
