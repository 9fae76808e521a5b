// SPDX-License-Identifier: MIT
// Can I trust the numbers? Every check with its result, every warning, every run.
#include <map>

#include <fmt/format.h>

#include "sim/report/charts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/sections.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

Table quality_table(const json& quality) {
  Table table{.id = "quality",
              .caption = "Checks of the data",
              .columns = {{"Check"}, {"Measured"}, {"Rule"}, {"Result"}}};
  for (const json& check : quality) {
    const bool known = find(check, "pass") != nullptr, pass = flag(check, "pass");
    table.rows.push_back({{.text = text(check, "check")},
                          {.text = text(check, "detail")},
                          {.text = text(check, "rule", "–")},
                          {.text = !known ? "▲ noted"
                                   : pass ? "✓ pass"
                                          : "✗ fail",
                           .tone = !known ? Tone::warn
                                   : pass ? Tone::good
                                          : Tone::bad,
                           .pill = true}});
  }
  return table;
}

Table threshold_table(const json& thresholds) {
  Table table{.id = "thresholds",
              .caption = "Thresholds of the scenario",
              .columns = {{"Metric"}, {"Limit", "", true}, {"Value", "", true}, {"Result"}}};
  for (const json& row : thresholds) {
    table.rows.push_back(
        {{.text = text(row, "metric"), .sub = text(row, "where")},
         {.text = text(row, "limit", "–")},
         {.text = number_text(number(row, "value"), ""), .value = number(row, "value")},
         {.text = flag(row, "pass") ? "✓ pass" : "✗ fail",
          .tone = flag(row, "pass") ? Tone::good : Tone::bad,
          .pill = true}});
  }
  return table;
}

/// Warnings of the result and of its runs, each once, with how many runs it stands in.
std::vector<std::string> warnings_of(const json& result) {
  std::vector<std::string> items;
  for (const json& warning : rows(result, "warnings")) {
    items.push_back(warning.get<std::string>());
  }
  std::map<std::string, int> counted;
  for (const json& run : rows(result, "runs")) {
    for (const json& warning : rows(run, "warnings")) {
      ++counted[warning.get<std::string>()];
    }
  }
  for (const auto& [warning, count] : counted) {
    items.push_back(fmt::format("{} ({})", warning, plural(count, "run")));
  }
  return items;
}

}  // namespace

Section trust_section(const Study& study) {
  Section section{"trust", "Can I trust the numbers?", {}};
  const json& result = study.document();
  if (auto chart = order_chart(study)) {
    section.blocks.push_back(block(std::move(*chart)));
  }
  if (const json& quality = rows(result, "quality"); !quality.empty()) {
    section.blocks.push_back(block(quality_table(quality)));
  } else {
    section.blocks.push_back(
        not_measured("Quality checks: this result was not analysed", "mqseal report DIR"));
  }
  if (const json& thresholds = rows(result, "thresholds"); !thresholds.empty()) {
    section.blocks.push_back(block(threshold_table(thresholds)));
  }
  if (std::vector<std::string> warnings = warnings_of(result); !warnings.empty()) {
    section.blocks.push_back(heading("Warnings"));
    section.blocks.push_back(list(std::move(warnings)));
  }
  return section;
}

}  // namespace mqseal::report
