// SPDX-License-Identifier: MIT
// A comparison of two results as text, page and Markdown.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/compare.h"
#include "sim/report/documents.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/page.h"
#include "sim/report/signs.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr std::size_t columns = 100;

std::string interval_of(const json& row) {
  const json& ci = rows(row, "ci");
  return ci.size() == 2 && ci[0].is_number() && ci[1].is_number() ? interval_text(ci[0], ci[1])
                                                                  : "–";
}

std::string value_of(const json& row, const char* which) {
  const MetricName metric = metric_name(text(row, "metric"));
  return number_text(number(row.at("values"), which).value_or(0) * metric.scale);
}

Cell verdict_cell(const json& row) {
  const std::string verdict = text(row, "verdict");
  if (verdict.empty()) {
    return {.text = "not judged", .tone = Tone::muted};
  }
  const VerdictText words = verdict_text(verdict);
  const bool regression = flag(row, "regression");
  return {.text = words.sign + " " + (regression ? "regression" : words.word),
          .sub = text(row, "note"),
          .tone = regression             ? Tone::bad
                  : words.tone == "good" ? Tone::good
                                         : Tone::muted,
          .pill = true};
}

std::string row_name(const json& row) {
  const std::string condition = text(row, "condition");
  return text(row, "label") + (condition.empty() ? "" : ", " + condition);
}

Table metric_table(const json& comparison, const std::string& metric, std::size_t index) {
  const MetricName name = metric_name(metric);
  Table table{.id = fmt::format("compare-{}", index),
              .caption = name.title,
              .columns = {{"Cipher"},
                          {"Base", name.unit, true},
                          {"New", name.unit, true},
                          {"Raw change", "with machine", true},
                          {"Change", "machine out", true},
                          {"Interval", "95 %", true},
                          {"Verdict"}}};
  for (const json& row : rows(comparison, "rows")) {
    if (text(row, "metric") != metric) {
      continue;
    }
    if (const auto common = number(row, "common_change"); common && table.note.empty()) {
      table.note =
          fmt::format("The control itself ({}) changed by {}: the machine, or what all share.",
                      text(row, "control"),
                      change_text(*common));
    }
    const auto estimate = number(row, "estimate"), raw = number(row, "raw_change");
    table.rows.push_back({{.text = row_name(row), .cipher = text(row, "cipher")},
                          {.text = value_of(row, "base"), .value = number(row, "values.base")},
                          {.text = value_of(row, "new"), .value = number(row, "values.new")},
                          {.text = raw ? change_text(*raw) : "–", .value = raw},
                          {.text = estimate ? change_text(*estimate) : "–", .value = estimate},
                          {.text = interval_of(row)},
                          verdict_cell(row)});
  }
  return table;
}

std::vector<std::string> metrics_of(const json& comparison) {
  std::vector<std::string> metrics;
  for (const json& row : rows(comparison, "rows")) {
    const std::string metric = text(row, "metric");
    if (std::find(metrics.begin(), metrics.end(), metric) == metrics.end()) {
      metrics.push_back(metric);
    }
  }
  return metrics;
}

Table differences_table(const json& comparison) {
  Table table{.id = "differences",
              .caption = "What differs between the two results",
              .columns = {{"What"}, {"Base"}, {"New"}, {"Comparable"}}};
  for (const json& difference : rows(comparison, "differences")) {
    const bool refuses = flag(difference, "refuses");
    table.rows.push_back({{.text = text(difference, "what")},
                          {.text = text(difference, "base").substr(0, 400)},
                          {.text = text(difference, "new").substr(0, 400)},
                          {.text = refuses ? "✗ no" : "✓ yes",
                           .tone = refuses ? Tone::bad : Tone::good,
                           .pill = true}});
  }
  return table;
}

/// Rows of change.vl.json: the two-sample change of each judged metric.
std::optional<Chart> chart_of(const json& comparison) {
  const double margin = number(comparison, "margin").value_or(0.05);
  json data = json::array();
  std::vector<std::string> panels;
  for (const json& row : rows(comparison, "rows")) {
    const auto estimate = number(row, "estimate");
    if (!flag(row, "judged") || !estimate) {
      continue;
    }
    const std::string panel = metric_name(text(row, "metric")).brief;
    if (std::find(panels.begin(), panels.end(), panel) == panels.end()) {
      panels.push_back(panel);
    }
    const json& ci = rows(row, "ci");
    const auto end = [&](std::size_t i) {
      return ci[i].is_number() ? json(std::log1p(ci[i].get<double>())) : json(nullptr);
    };
    const VerdictText verdict = verdict_text(text(row, "verdict"));
    const double x = std::log1p(*estimate);
    data.push_back(
        {{"panel", panel},
         {"panel_order", std::find(panels.begin(), panels.end(), panel) - panels.begin()},
         {"label", row_name(row)},
         {"order", cipher_order(text(row, "cipher"))},
         {"cipher", text(row, "cipher")},
         {"control", false},
         {"x", x},
         {"lo", end(0)},
         {"hi", end(1)},
         {"from", ci[0].is_number() ? end(0) : json(x)},
         {"to", ci[1].is_number() ? end(1) : json(x)},
         {"direction",
          metric_name(text(row, "metric")).more_is_better ? "← worse · better →"
                                                          : "← better · worse →"},
         {"margin_lo", std::log1p(-margin)},
         {"margin_hi", std::log1p(margin)},
         {"text", change_text(*estimate) + " " + verdict.sign},
         {"tone", verdict.tone == "muted" ? "plain" : verdict.tone},
         {"tip",
          row_name(row) + ": " + change_text(*estimate) + " (" + interval_of(row) + "), " +
              verdict.word}});
  }
  if (data.empty()) {
    return std::nullopt;
  }
  Chart chart{
      .id = "change",
      .title = "Change from base to new, the machine taken out",
      .subtitle = fmt::format("Two-sample Hodges-Lehmann estimate with Holm-consistent 95 % "
                              "intervals. Band: the ±{} % margin.",
                              percent_text(margin)),
      .alternative = text(comparison, "headline"),
      .table = metric_table(comparison, rows(comparison, "metrics").at(0), 0)};
  chart.table.caption = "Data of the picture: " + chart.table.caption;
  chart.data["change"] = std::move(data);
  return chart;
}

std::string name_of(const json& comparison, const char* which) {
  return text(comparison, std::string(which) + ".name", which) + " of " +
         text(comparison, std::string(which) + ".started_utc", "?").substr(0, 10) + ", commit " +
         text(comparison, std::string(which) + ".git", "?");
}

Block answer_of(const json& comparison) {
  Block answer{.kind = Block::Kind::answer};
  const auto regressions = number(comparison, "regressions").value_or(0);
  answer.title = text(comparison, "headline");
  answer.tone = regressions > 0 ? Tone::bad : Tone::plain;
  answer.text = fmt::format(
      "Margin ±{} %. Rounds of two files are no pairs: each cipher is divided by its own file's "
      "control "
      "of the same round, which takes the machine out; the raw change includes it. No change "
      "within "
      "the noise floor of either file is called one.",
      percent_text(number(comparison, "margin").value_or(0)));
  for (const json& row : rows(comparison, "rows")) {
    if (flag(row, "regression")) {
      answer.items.push_back(fmt::format("**{}**, {}: {} ({})",
                                         row_name(row),
                                         in_sentence(metric_name(text(row, "metric")).title),
                                         change_text(number(row, "estimate").value_or(0)),
                                         interval_of(row)));
    }
  }
  for (const char* which : {"base", "new"}) {
    const json& only = rows(comparison, std::string("only_in_") + which);
    if (!only.empty()) {
      answer.items.push_back(
          fmt::format("Only in {}: {}", which, join_words(only.get<std::vector<std::string>>())));
    }
  }
  return answer;
}

Document document_of(const json& comparison) {
  Document document;
  document.name = "comparison";
  document.title =
      "Comparison: " + name_of(comparison, "base") + " against " + name_of(comparison, "new");
  if (!flag(comparison, "comparable")) {
    document.banners.push_back(notice(Tone::bad,
                                      "**Not comparable:** the two results differ in more than the "
                                      "program; see below. A change here "
                                      "may be that difference."));
  }
  document.sections = {{"answer", "Answer", {answer_of(comparison)}},
                       {"changes", "Changes", {}},
                       {"differences", "What differs", {}}};
  if (auto chart = chart_of(comparison)) {
    document.sections[1].blocks.push_back(block(std::move(*chart)));
  }
  std::size_t index = 0;
  for (const std::string& metric : metrics_of(comparison)) {
    document.sections[1].blocks.push_back(block(metric_table(comparison, metric, ++index)));
  }
  const Table differences = differences_table(comparison);
  document.sections[2].blocks.push_back(
      differences.rows.empty() ? paragraph("Nothing that is recorded.") : block(differences));
  return document;
}

}  // namespace

std::string comparison_text(const json& comparison, bool ascii) {
  std::string out =
      "base  " + name_of(comparison, "base") + "\nnew   " + name_of(comparison, "new") + "\n\n";
  std::size_t index = 0;
  for (const std::string& metric : metrics_of(comparison)) {
    const Table table = metric_table(comparison, metric, ++index);
    out += table.caption + "\n" + table_text(table, columns) + table.note + "\n\n";
  }
  for (const json& difference : rows(comparison, "differences")) {
    out += fmt::format("{} {} differs: {} | {}\n",
                       flag(difference, "refuses") ? "✗" : "·",
                       text(difference, "what"),
                       text(difference, "base").substr(0, 60),
                       text(difference, "new").substr(0, 60));
  }
  for (const char* which : {"base", "new"}) {
    const json& only = rows(comparison, std::string("only_in_") + which);
    if (!only.empty()) {
      out += fmt::format(
          "· only in {}: {}\n", which, join_words(only.get<std::vector<std::string>>()));
    }
  }
  out += text(comparison, "headline") + "\n";
  return ascii ? to_ascii(std::move(out)) : out;
}

std::string comparison_html(const json& comparison) {
  return page_html(document_of(comparison));
}

std::string comparison_markdown(const json& comparison) {
  return markdown(document_of(comparison));
}

}  // namespace mqseal::report
