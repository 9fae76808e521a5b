// SPDX-License-Identifier: MIT
#include "sim/report/decide_changes.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/report/decide_values.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

struct Survivor {
  std::string label;
  double value;  ///< the end of its interval that the limit is held against
};

const json* cell_of(const json& cipher, const std::string& criterion) {
  for (const json& cell : rows(cipher, "cells")) {
    if (text(cell, "of") == criterion) {
      return &cell;
    }
  }
  return nullptr;
}

std::string left_text(const std::vector<Survivor>& left) {
  std::vector<std::string> names;
  for (const Survivor& survivor : left) {
    names.push_back(survivor.label);
  }
  return names.empty()       ? "no cipher is left"
         : names.size() == 1 ? "only " + names.front() + " is left"
                             : join_words(names) + " are left";
}

json change(std::string what, std::string then) {
  return {{"change", std::move(what)}, {"then", std::move(then)}};
}

/// The first value at which one drops out, and the one at which the last does.
void tighten(json& changes, const json& decision, const json& limit) {
  const std::string criterion = text(limit, "of");
  const bool has_max = number(limit, "max").has_value();
  if (!has_max && !number(limit, "min")) {
    return;
  }
  std::vector<Survivor> inside, always;  // those to which the limit does not apply stay
  for (const json& cipher : rows(decision, "ciphers")) {
    const json* cell = cell_of(cipher, criterion);
    if (text(cipher, "result") != "inside" || cell == nullptr) {
      continue;
    }
    if (const auto value = number(*cell, has_max ? "high" : "low")) {
      inside.push_back({text(cipher, "label"), *value});
    } else {
      always.push_back({text(cipher, "label"), 0});
    }
  }
  if (inside.empty()) {
    return;
  }
  // The first to drop out stands last.
  std::stable_sort(inside.begin(), inside.end(), [&](const Survivor& a, const Survivor& b) {
    return has_max ? a.value < b.value : a.value > b.value;
  });
  const CriterionName name = criterion_name(criterion);
  const auto row = [&](double value, const std::vector<Survivor>& left) {
    changes.push_back(
        change(name.title + (has_max ? " below " : " above ") + criterion_value(name, value),
               left_text(left)));
  };
  const double first = inside.back().value, last = inside.front().value;
  std::vector<Survivor> left = inside;
  std::erase_if(left, [&](const Survivor& survivor) { return survivor.value == first; });
  const bool some = !left.empty();
  left.insert(left.end(), always.begin(), always.end());
  row(first, left);
  if (some) {
    row(last, always);
  }
}

/// Which limits keep out whom.
void loosen(json& changes, const json& decision) {
  std::map<std::vector<std::string>, std::vector<std::string>> kept_out;
  for (const json& cipher : rows(decision, "ciphers")) {
    if (text(cipher, "result") != "ruled_out") {
      continue;
    }
    std::vector<std::string> failing;
    for (const json& cell : rows(cipher, "cells")) {
      if (text(cell, "outcome") == "fail") {
        failing.push_back(in_sentence(criterion_name(text(cell, "of")).title));
      }
    }
    kept_out[failing].push_back(text(cipher, "label"));
  }
  bool single = false;
  for (const auto& [limits, ciphers] : kept_out) {
    single = single || limits.size() == 1;
    changes.push_back(change("Without the " + std::string(limits.size() == 1 ? "limit" : "limits") +
                                 " on " + join_words(limits),
                             join_words(ciphers) + (ciphers.size() == 1 ? " enters" : " enter")));
  }
  if (!kept_out.empty() && !single) {
    changes.push_back(change("Any single limit removed", "nothing changes"));
  }
}

}  // namespace

json changes_of(const json& decision) {
  json changes = json::array();
  for (const json& limit : rows(decision, "limits")) {
    tighten(changes, decision, limit);
  }
  loosen(changes, decision);
  return changes;
}

}  // namespace mqseal::report
