// SPDX-License-Identifier: MIT
#include "sim/report/compare.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/compare_controls.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/stats/holm.h"
#include "sim/report/stats/round_test.h"
#include "sim/report/study.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

/// One arm of both files under one metric.
struct Row {
  MetricRule metric;
  const Arm *base = nullptr, *other = nullptr;
  bool judged = false;
  std::string control;
  std::vector<double> base_values, other_values;  ///< raw, by round
  RoundTest test;                                 ///< of log-ratios to the control
  double noise_floor = 0;
  std::optional<double> common;  ///< change of the control itself
  double alpha = significance;
  std::optional<double> p_holm;
};

std::vector<double> log_ratios(const ByRound& values, const ByRound& control) {
  std::vector<double> logs;
  for (const auto& [round, value] : values) {
    if (const auto at = control.find(round); at != control.end()) {
      logs.push_back(std::log(value / at->second));
    }
  }
  return logs;
}

/// The farther end of a file's A/A interval for a metric at this condition; 0 where it has none.
double noise_floor(const json& result, const MetricRule& metric) {
  double farthest = 0;
  for (const json& effect : rows(result, "effects")) {
    if (!is_control_effect(effect) || text(effect, "metric") != metric.path ||
        find(effect, "at.transport") != nullptr) {
      continue;
    }
    for (const json& end : rows(effect, "ci95")) {
      farthest = end.is_number() ? std::max(farthest, std::abs(end.get<double>())) : farthest;
    }
  }
  return farthest;
}

std::vector<std::string> only_in(const Study& one, const Study& other) {
  std::vector<std::string> names;
  for (const Arm& arm : one.arms) {
    if (same_arm(other, arm) == nullptr) {
      names.push_back(arm.name());
    }
  }
  return names;
}

/// Rows of one metric; plaintext itself is the control, so it has none.
void add_rows(std::vector<Row>& rows_out,
              const Study& base,
              const Study& other,
              const std::string& path,
              bool judged) {
  const MetricRule metric = metric_rule(path);
  const double floor =
      std::max(noise_floor(base.document(), metric), noise_floor(other.document(), metric));
  for (const Arm& arm : base.arms) {
    const Arm* twin = same_arm(other, arm);
    if (arm.control || arm.cipher == "none" || twin == nullptr) {
      continue;
    }
    const ByRound a = values_of(arm, metric), b = values_of(*twin, metric);
    if (a.empty() || b.empty()) {
      continue;
    }
    Row row;
    row.metric = metric;
    row.base = &arm;
    row.other = twin;
    row.judged = judged;
    row.control = metric.against_reference ? "typical cipher" : "plaintext";
    const auto controls = controls_of(base, other, arm, metric);
    row.common = common_change(controls);
    row.base_values = plain_values(a);
    row.other_values = plain_values(b);
    row.noise_floor = floor;
    row.test =
        RoundTest::two_samples(log_ratios(a, controls.first), log_ratios(b, controls.second));
    rows_out.push_back(std::move(row));
  }
}

void adjust(std::vector<Row>& rows) {
  std::vector<Row*> family;
  std::vector<double> p;
  for (Row& row : rows) {
    if (row.judged && row.test.p) {
      family.push_back(&row);
      p.push_back(*row.test.p);
    }
  }
  const std::vector<HolmAdjusted> adjusted = holm(p, significance);
  for (std::size_t i = 0; i < family.size(); ++i) {
    family[i]->p_holm = adjusted[i].p;
    family[i]->alpha = adjusted[i].alpha;
  }
}

json interval_json(const Interval& log_interval) {
  const auto end = [](double value) {
    return std::isfinite(value) ? json(std::expm1(value)) : json(nullptr);
  };
  return {end(log_interval.lower), end(log_interval.upper)};
}

/// Verdict, note and whether it is a regression, into `out`.
void judge_row(json& out, const Row& row, double margin) {
  const Interval log_interval = row.test.interval(row.alpha);
  const Interval change{
      std::expm1(log_interval.lower),
      std::isfinite(log_interval.upper) ? std::expm1(log_interval.upper) : HUGE_VAL};
  const double estimate = std::expm1(row.test.estimate);
  Verdict verdict = judge(change, margin, row.metric.better);
  const bool called = verdict == Verdict::worse || verdict == Verdict::better;
  if (called && std::abs(estimate) <= row.noise_floor) {
    verdict = Verdict::cannot_tell;
    out["note"] = fmt::format("within the noise floor of ±{:.1f} %", 100 * row.noise_floor);
  }
  out["verdict"] = to_string(verdict);
  out["regression"] = row.judged && verdict == Verdict::worse && std::abs(estimate) > margin;
}

json row_json(const Row& row, double margin) {
  json out = {{"metric", row.metric.path},
              {"cipher", row.base->cipher},
              {"label", row.base->label},
              {"condition", row.base->condition},
              {"judged", row.judged},
              {"control", row.control},
              {"n", {{"base", row.base_values.size()}, {"new", row.other_values.size()}}},
              {"values", {{"base", *median(row.base_values)}, {"new", *median(row.other_values)}}},
              {"raw_change", *median(row.other_values) / *median(row.base_values) - 1},
              {"common_change", row.common ? json(*row.common) : json(nullptr)},
              {"estimate", nullptr},
              {"ci", {nullptr, nullptr}},
              {"ci95", {nullptr, nullptr}},
              {"method", row.test.method},
              {"p", row.test.p ? json(*row.test.p) : json(nullptr)},
              {"p_holm", row.p_holm ? json(*row.p_holm) : json(nullptr)},
              {"noise_floor", row.noise_floor},
              {"verdict", row.judged ? json("cannot_tell") : json(nullptr)},
              {"regression", false},
              {"note", row.test.method == "none" ? "too few rounds in one of the files" : ""}};
  if (row.test.method == "none") {
    return out;
  }
  out["estimate"] = std::expm1(row.test.estimate);
  out["ci"] = interval_json(row.test.interval(row.alpha));
  out["ci95"] = interval_json(row.test.interval(significance));
  if (row.judged) {
    judge_row(out, row, margin);
  }
  return out;
}

std::string headline_of(const json& rows_json, std::size_t regressions) {
  std::size_t judged = 0, better = 0, open = 0;
  for (const json& row : rows_json) {
    judged += flag(row, "judged") ? 1U : 0U;
    better += flag(row, "judged") && text(row, "verdict") == "better" ? 1U : 0U;
    open += flag(row, "judged") && text(row, "verdict") == "cannot_tell" ? 1U : 0U;
  }
  return fmt::format("{} of {} beyond the margin; {} better, {} cannot tell",
                     plural(static_cast<double>(regressions), "regression"),
                     plural(static_cast<double>(judged), "comparison"),
                     better,
                     open);
}

}  // namespace

json compare(const json& base, const json& other, const CompareOptions& options) {
  const Study of_base = make_study(base), of_other = make_study(other);
  const double margin = options.margin.value_or(of_base.margin);
  const std::vector<std::string> metrics =
      options.metrics.empty() ? design_of(base).primary : options.metrics;
  std::vector<Row> rows;
  for (const std::string& metric : metrics) {
    add_rows(rows, of_base, of_other, metric, true);
  }
  for (const std::string& metric : secondary_metrics()) {
    const bool usual = metric != "throughput_msg_s" && metric != "wire.publish_bytes";
    if (usual && std::find(metrics.begin(), metrics.end(), metric) == metrics.end()) {
      add_rows(rows, of_base, of_other, metric, false);
    }
  }
  adjust(rows);
  json out = {{"margin", margin},
              {"metrics", metrics},
              {"differences", differences_of(base, other)},
              {"comparable", true},
              {"rows", json::array()},
              {"only_in_base", only_in(of_base, of_other)},
              {"only_in_new", only_in(of_other, of_base)}};
  for (const json& difference : out["differences"]) {
    out["comparable"] = out["comparable"].get<bool>() && !flag(difference, "refuses");
  }
  std::size_t regressions = 0;
  for (const Row& row : rows) {
    out["rows"].push_back(row_json(row, margin));
    regressions += flag(out["rows"].back(), "regression") ? 1U : 0U;
  }
  out["regressions"] = regressions;
  out["headline"] = headline_of(out["rows"], regressions);
  return out;
}

}  // namespace mqseal::report
