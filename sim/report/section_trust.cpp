// SPDX-License-Identifier: MIT
// Can I trust the numbers? Every check with its result, every warning, every run.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <utility>

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

std::string where_text(const std::string& where) {
  return where.empty() || where == "*" ? "every run" : cipher_name(where);
}

Table threshold_table(const json& thresholds) {
  Table table{.id = "thresholds",
              .caption = "Thresholds of the scenario",
              .columns = {{"Metric"}, {"Limit", "", true}, {"Value", "", true}, {"Result"}}};
  for (const json& row : thresholds) {
    table.rows.push_back(
        {{.text = metric_name(text(row, "metric")).title, .sub = where_text(text(row, "where"))},
         {.text = text(row, "limit", "–")},
         {.text = number(row, "value") ? plain_text(*number(row, "value")) : "not measured",
          .value = number(row, "value")},
         {.text = flag(row, "pass") ? "✓ pass" : "✗ fail",
          .tone = flag(row, "pass") ? Tone::good : Tone::bad,
          .pill = true}});
  }
  return table;
}

/// A warning with its numbers taken out, so that like ones can be told once.
struct WarningKind {
  std::vector<std::pair<double, double>> ranges;  ///< of each number, over all
  int runs = 0;
};

bool starts_number(const std::string& words, std::size_t at) {
  const auto digit = [&](std::size_t i) { return i < words.size() && std::isdigit(words[i]) != 0; };
  return digit(at) && (at == 0 || words[at - 1] == ' ' || words[at - 1] == '(');
}

/// `words` with each free-standing number as '#', and those numbers.
std::pair<std::string, std::vector<double>> template_of(const std::string& words) {
  std::string form;
  std::vector<double> numbers;
  for (std::size_t at = 0; at < words.size();) {
    if (!starts_number(words, at)) {
      form += words[at++];
      continue;
    }
    std::size_t length = 0;
    numbers.push_back(std::stod(words.substr(at), &length));
    form += '#';
    at += length;
  }
  return {form, numbers};
}

std::string with_ranges(const std::string& form, const WarningKind& kind) {
  std::string out;
  std::size_t next = 0;
  for (const char c : form) {
    if (c != '#' || next == kind.ranges.size()) {
      out += c;
      continue;
    }
    const auto [low, high] = kind.ranges[next++];
    out += low == high ? plain_text(low) : plain_text(low) + " to " + plain_text(high);
  }
  return out;
}

/// Warnings of the result and of its runs; those that differ in numbers alone once, with how many
/// runs they stand in.
std::vector<std::string> warnings_of(const json& result) {
  std::vector<std::string> items;
  for (const json& warning : rows(result, "warnings")) {
    items.push_back(warning.get<std::string>());
  }
  std::map<std::string, WarningKind> kinds;
  for (const json& run : rows(result, "runs")) {
    for (const json& warning : rows(run, "warnings")) {
      const auto [form, numbers] = template_of(warning.get<std::string>());
      WarningKind& kind = kinds[form];
      kind.ranges.resize(numbers.size(), {HUGE_VAL, -HUGE_VAL});
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        kind.ranges[i] = {std::min(kind.ranges[i].first, numbers[i]),
                          std::max(kind.ranges[i].second, numbers[i])};
      }
      ++kind.runs;
    }
  }
  for (const auto& [form, kind] : kinds) {
    items.push_back(fmt::format("{} ({})", with_ranges(form, kind), plural(kind.runs, "run")));
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
