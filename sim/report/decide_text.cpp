// SPDX-License-Identifier: MIT
#include "sim/report/decide_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/decide_values.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

Words labels(const json& decision, const char* result) {
  Words out;
  for (const json& cipher : rows(decision, "ciphers")) {
    if (text(cipher, "result") == result) {
      out.push_back(text(cipher, "label"));
    }
  }
  return out;
}

std::vector<const json*> front(const json& decision) {
  std::vector<const json*> out;
  for (const json& cipher : rows(decision, "ciphers")) {
    if (flag(cipher, "front")) {
      out.push_back(&cipher);
    }
  }
  return out;
}

Words objective_titles(const json& decision) {
  Words titles;
  for (const json& name : rows(decision, "rule.objectives")) {
    titles.push_back(in_sentence(criterion_name(name.get<std::string>()).title));
  }
  return titles;
}

std::optional<double> objective_value(const json& cipher, const std::string& criterion) {
  for (const json& entry : rows(cipher, "objectives")) {
    if (text(entry, "of") == criterion) {
      return number(entry, "value");
    }
  }
  return std::nullopt;
}

/// "AES-128-GCM has the least bytes added per message (28 B)": the best on each objective.
Words differences(const json& decision, const std::vector<const json*>& front) {
  Words out;
  for (const json& objective : rows(decision, "rule.objectives")) {
    const std::string criterion = objective.get<std::string>();
    const CriterionName name = criterion_name(criterion);
    const json* best = nullptr;
    double value = 0;
    bool differ = false;
    for (const json* cipher : front) {
      const auto here = objective_value(*cipher, criterion);
      if (!here) {
        continue;
      }
      differ = differ || (best != nullptr && *here != value);
      if (best == nullptr || (name.more_is_better ? *here > value : *here < value)) {
        best = cipher;
        value = *here;
      }
    }
    if (best != nullptr && differ) {
      out.push_back(fmt::format("{} has the {} {} ({})",
                                text(*best, "label"),
                                name.more_is_better ? "highest" : "lowest",
                                in_sentence(name.title),
                                criterion_value(name, value)));
    }
  }
  return out;
}

bool mixed_instructions(const std::vector<const json*>& ciphers) {
  return std::any_of(ciphers.begin(), ciphers.end(), [&](const json* c) {
    return flag(*c, "aes") != flag(*ciphers.front(), "aes");
  });
}

std::string headline(const json& decision, const std::vector<const json*>& front) {
  const Words inside = labels(decision, "inside"), unclear = labels(decision, "unclear");
  if (inside.empty() && unclear.empty()) {
    return "No cipher is inside every limit";
  }
  if (inside.empty()) {
    return "Undecided: no cipher is inside every limit for certain; open for " +
           join_words(unclear);
  }
  if (inside.size() == 1 && unclear.empty()) {
    return inside.front() + " is the only cipher inside every limit";
  }
  if (rows(decision, "rule.objectives").empty()) {
    return fmt::format("{} ciphers are inside every limit: {}", inside.size(), join_words(inside));
  }
  Words names;
  for (const json* cipher : front) {
    names.push_back(text(*cipher, "label"));
  }
  if (names.empty()) {
    return "Inside every limit, but not ranked: " + join_words(inside);
  }
  return names.size() == 1 ? names.front() + " is inside every limit, and none is better"
                           : "The data do not pick between " + join_words(names);
}

/// The limit that rules out most, for the case that none is left.
std::string hardest_limit(const json& decision) {
  std::map<std::string, int> fails;
  for (const json& cipher : rows(decision, "ciphers")) {
    for (const json& cell : rows(cipher, "cells")) {
      fails[text(cell, "of")] +=
          text(cell, "outcome") == "fail" && text(cipher, "result") == "ruled_out" ? 1 : 0;
    }
  }
  const auto most = std::max_element(
      fails.begin(), fails.end(), [](auto& a, auto& b) { return a.second < b.second; });
  return most == fails.end() ? ""
                             : fmt::format("The limit on {} rules out most: {}.",
                                           in_sentence(criterion_name(most->first).title),
                                           plural(most->second, "cipher"));
}

std::string body(const json& decision, const std::vector<const json*>& front) {
  std::string out;
  const Words titles = objective_titles(decision), inside = labels(decision, "inside");
  if (inside.empty()) {
    return hardest_limit(decision);
  }
  if (front.size() > 1) {
    const Words words = differences(decision, front);
    out += "Each of them is inside every limit, and none beats another on everything";
    out += words.empty() ? ". " : ": " + join_words(words) + ". ";
  } else if (front.size() == 1 && !titles.empty() && inside.size() > 1) {
    out += "Under " + join_words(titles) + ", no other cipher inside the limits is better. ";
  }
  if (mixed_instructions(front)) {
    out +=
        "Some ran on AES instructions and some did not; across that line the host's times are not "
        "compared, since hardware help decides there, not the cipher. ";
  }
  if (const auto share = number(decision, "stability.share"); share && !titles.empty()) {
    out += fmt::format("In {:.0f} % of {} resamples of the rounds the front is this one. ",
                       std::floor(100 * *share),
                       count_text(number(decision, "stability.resamples").value_or(0)));
  }
  return out;
}

/// Ciphers ruled out by the same limits together: "A and B (block size, standard); C (key length)".
void add_exclusions(json& reasons, const json& decision) {
  std::vector<std::pair<Words, Words>> groups;
  for (const json& cipher : rows(decision, "ciphers")) {
    Words limits;
    for (const json& cell : rows(cipher, "cells")) {
      if (text(cipher, "result") == "ruled_out" && text(cell, "outcome") == "fail") {
        limits.push_back(in_sentence(criterion_name(text(cell, "of")).title));
      }
    }
    if (limits.empty()) {
      continue;
    }
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](auto& g) { return g.first == limits; });
    if (group == groups.end()) {
      group = groups.insert(groups.end(), {limits, {}});
    }
    group->second.push_back(text(cipher, "label"));
  }
  std::string list;
  for (const auto& [limits, ciphers] : groups) {
    list += fmt::format(
        "{}{} ({})", list.empty() ? "" : "; ", join_words(ciphers), fmt::join(limits, ", "));
  }
  if (!list.empty()) {
    reasons.push_back("**Ruled out by a limit:** " + list + ".");
  }
}

void add_dominated(json& reasons, const json& decision) {
  std::string beaten;
  Words unranked, unclear;
  for (const json& cipher : rows(decision, "ciphers")) {
    const std::string result = text(cipher, "result"), label = text(cipher, "label");
    if (result != "inside" && result != "unclear") {
      continue;
    }
    if (result == "unclear") {
      unclear.push_back(label);
    }
    if (!flag(cipher, "ranked")) {
      unranked.push_back(label);
    } else if (const json& by = rows(cipher, "dominated_by"); !by.empty()) {
      beaten +=
          fmt::format("{}{} by {}", beaten.empty() ? "" : "; ", label, join_words(by.get<Words>()));
    }
  }
  if (!beaten.empty()) {
    reasons.push_back(
        "**Inside the limits, but beaten** (nowhere better, somewhere worse): " + beaten + ".");
  }
  if (!unclear.empty()) {
    reasons.push_back("**Undecided:** for " + join_words(unclear) +
                      " a limit lies inside the interval; the table says how many rounds more.");
  }
  if (!unranked.empty()) {
    reasons.push_back(
        "**Not ranked**, since an objective was not measured: " + join_words(unranked) + ".");
  }
}

}  // namespace

void add_decision_words(json& decision) {
  decision["reasons"] = json::array();
  if (const std::string why = text(decision, "withheld"); !why.empty()) {
    decision["headline"] = "No decision: " + why;
    decision["text"] = "The rule stands below, with what it would have been held against.";
    return;
  }
  const std::vector<const json*> on_front = front(decision);
  decision["headline"] = headline(decision, on_front);
  decision["text"] = body(decision, on_front);
  add_exclusions(decision["reasons"], decision);
  add_dominated(decision["reasons"], decision);
}

}  // namespace mqseal::report
