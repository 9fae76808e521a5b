// SPDX-License-Identifier: MIT
#include "sim/report/decision_table.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/report/decide_values.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

Cell outcome_cell(const json& cell) {
  const std::string outcome = text(cell, "outcome");
  const bool pass = outcome == "pass", fail = outcome == "fail";
  return {.text = (pass   ? "✓ "
                   : fail ? "✗ "
                          : "? ") +
                  text(cell, "text"),
          .tone = pass   ? Tone::good
                  : fail ? Tone::bad
                         : Tone::warn,
          .pill = true,
          .value = number(cell, "value"),
          .tip = text(cell, "why")};
}

Cell result_cell(const json& cipher) {
  const std::string result = text(cipher, "result");
  const auto share = number(cipher, "front_share");
  const bool front = flag(cipher, "front");
  return {.text = text(cipher, "word"),
          .sub = share && flag(cipher, "ranked") && *share > 0 && *share < 1
                     ? fmt::format("front in {:.0f} %", std::floor(100 * *share))
                     : "",
          .tone = front || (result == "inside" && text(cipher, "word") == "inside the limits")
                      ? Tone::good
                  : result == "unclear" ? Tone::warn
                                        : Tone::muted,
          .pill = true};
}

/// Objectives that have no column yet.
json objectives_without_limit(const json& decision) {
  json out = json::array();
  for (const json& name : rows(decision, "rule.objectives")) {
    const json& limits = rows(decision, "limits");
    if (std::none_of(limits.begin(), limits.end(), [&](auto& l) { return l.at("of") == name; })) {
      out.push_back(name);
    }
  }
  return out;
}

}  // namespace

Table decision_table(const json& decision) {
  Table table{.id = "decision",
              .caption =
                  "Every cipher against every limit. A measured limit is held against the "
                  "unfavourable end of the 95 % interval.",
              .columns = {{"Cipher"}}};
  for (const json& limit : rows(decision, "limits")) {
    table.columns.push_back({text(limit, "title"), text(limit, "text")});
  }
  const json objectives = objectives_without_limit(decision);
  for (const json& name : objectives) {
    table.columns.push_back({criterion_name(name.get<std::string>()).title, "objective", true});
  }
  table.columns.push_back({"Result"});
  for (const json& cipher : rows(decision, "ciphers")) {
    std::vector<Cell> row = {{.text = text(cipher, "label"), .cipher = text(cipher, "cipher")}};
    for (const json& cell : rows(cipher, "cells")) {
      row.push_back(outcome_cell(cell));
    }
    for (const json& name : objectives) {
      Cell cell{.text = "–", .tone = Tone::muted};
      for (const json& objective : rows(cipher, "objectives")) {
        const auto value = number(objective, "value");
        if (objective.at("of") == name && value && (!cell.value || *value > *cell.value)) {
          cell = {.text = text(objective, "text"), .sub = text(objective, "where"), .value = value};
        }
      }
      row.push_back(std::move(cell));
    }
    row.push_back(result_cell(cipher));
    table.rows.push_back(std::move(row));
  }
  table.note =
      "✓ inside, ✗ outside, ? the interval holds the limit. \"Front in n %\": share of resamples "
      "of the rounds in which the cipher is on the front. There is no score.";
  return table;
}

Table changes_table(const json& decision) {
  Table table{
      .id = "changes", .caption = "What would change the answer", .columns = {{"If"}, {"then"}}};
  for (const json& change : rows(decision, "changes")) {
    table.rows.push_back({{.text = text(change, "change")}, {.text = text(change, "then")}});
  }
  return table;
}

}  // namespace mqseal::report
