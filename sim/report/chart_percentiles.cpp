// SPDX-License-Identifier: MIT
// Latency by percentile, one panel a flow (and condition), over the panel of ratios to plaintext.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "sim/report/axes.h"
#include "sim/report/charts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/percentile_curves.h"

namespace mqseal::report {
namespace {

using nlohmann::json;
using Curves = std::vector<PercentileCurve>;

constexpr std::array<double, 6> decades = {2, 10, 100, 1000, 10000, 100000};
constexpr std::ptrdiff_t most_panels = 6;
/// Share of an axis that one line of label text takes: 15 of the pixels in percentiles.vl.json.
constexpr double label_share = 15.0 / 280, ratio_label_share = 15.0 / 215;

/// "99.9" for 1000: as many digits as tell it from its neighbours.
std::string percentile_text(double inverse) {
  const int decimals = std::max(0, static_cast<int>(std::floor(std::log10(inverse))) - 1);
  return fmt::format("{:g}", std::stod(fmt::format("{:.{}f}", 100 - 100 / inverse, decimals)));
}

std::string panel_of(const PercentileCurve& curve) {
  const std::string& condition = curve.arm->condition;
  if (curve.arm->at.contains("transport")) {
    return condition;  // it names the flow already
  }
  return curve.flow.label + (condition.empty() ? "" : ", " + condition);
}

json row_of(const PercentileCurve& curve,
            const CurvePoint& point,
            const char* field,
            double value) {
  const bool mark = std::find(decades.begin(), decades.end(), point.inverse) != decades.end();
  return {{"flow", panel_of(curve)},
          {"flow_order", curve.arm->order * 100 + curve.flow.order},
          {"cipher", curve.arm->cipher},
          {"label", curve.arm->label},
          {"inverse", point.inverse},
          {field, value},
          {"mark", mark},
          {"last", false}};
}

/// Ends of the axis of `field`, with a little room.
std::pair<double, double> span_of(const json& data, const char* field) {
  double low = HUGE_VAL, high = 0;
  for (const json& row : data) {
    low = std::min(low, row[field].get<double>());
    high = std::max(high, row[field].get<double>());
  }
  const double room = std::pow(high / low, 0.04) * 1.01;
  return {low / room, high * room};
}

/// Marks the last row of each curve and gives its label a place; `place` counts from the highest.
void place_labels(json& data, const char* field, double share, double shade_to) {
  const auto [low, high] = span_of(data, field);
  std::map<std::string, std::map<std::string, json*>> last;
  double end = 1;
  for (json& row : data) {
    last[row["flow"]][row["label"]] = &row;
    end = std::max(end, row["inverse"].get<double>());
  }
  for (auto& [flow, labels] : last) {
    std::vector<json*> ends;
    for (auto& [label, row] : labels) {
      ends.push_back(row);
    }
    std::sort(ends.begin(), ends.end(), [&](json* a, json* b) {
      return (*a)[field].get<double>() > (*b)[field].get<double>();
    });
    std::vector<double> wanted;
    for (const json* row : ends) {
      wanted.push_back((*row)[field].get<double>());
    }
    const std::vector<double> places = spread_on_log_axis(wanted, low, high, share);
    for (std::size_t i = 0; i < ends.size(); ++i) {
      json& row = *ends[i];
      row["last"] = true;
      row["place"] = i;
      row["label_at"] = places[i];
      row["shade_from"] = end;
      row["shade_to"] = shade_to;
    }
  }
}

json curve_rows(const Curves& curves) {
  json data = json::array();
  for (const PercentileCurve& curve : curves) {
    for (const CurvePoint& point : curve.points) {
      json row = row_of(curve, point, "ms", point.us / 1000);
      row["tip"] = fmt::format("{}, {}: {} % of messages within {} ms",
                               curve.arm->label,
                               panel_of(curve),
                               percentile_text(point.inverse),
                               number_text(point.us / 1000));
      data.push_back(std::move(row));
    }
  }
  return data;
}

json ratio_rows(const Study& study, const Curves& curves) {
  json data = json::array();
  for (const PercentileCurve& curve : curves) {
    const auto base = std::find_if(curves.begin(), curves.end(), [&](const PercentileCurve& c) {
      return c.arm->cipher == "none" && panel_of(c) == panel_of(curve);
    });
    if (base == curves.end() || curve.arm->cipher == "none") {
      continue;
    }
    for (const CurvePoint& point : curve.points) {
      const auto plain = base->at(point.inverse);
      if (!plain) {
        continue;
      }
      json row = row_of(curve, point, "ratio", point.us / *plain);
      row["margin_lo"] = 1 - study.margin;
      row["margin_hi"] = 1 + study.margin;
      row["tip"] = fmt::format("{}, {}: ×{} of plaintext at {} %",
                               curve.arm->label,
                               panel_of(curve),
                               number_text(point.us / *plain),
                               percentile_text(point.inverse));
      data.push_back(std::move(row));
    }
  }
  return data;
}

Table percentile_table(const Curves& curves) {
  Table table{.id = "percentiles",
              .caption = "Latency by percentile, from the moment each message was due",
              .columns = {{"Cipher"},
                          {"Flow"},
                          {"Messages", "", true},
                          {"p50", "ms", true},
                          {"p90", "ms", true},
                          {"p99", "ms", true},
                          {"p99.9", "ms", true},
                          {"p99.99", "ms", true}}};
  for (const PercentileCurve& curve : curves) {
    std::vector<Cell> row = {{.text = curve.arm->label, .cipher = curve.arm->cipher},
                             {.text = panel_of(curve)},
                             {.text = count_text(curve.count), .value = curve.count}};
    for (const double inverse : {2.0, 10.0, 100.0, 1000.0, 10000.0}) {
      const auto us = curve.at(inverse);
      const auto ms = us ? std::optional(*us / 1000) : std::nullopt;
      row.push_back({.text = number_text(ms, ""), .value = ms});
    }
    table.rows.push_back(std::move(row));
  }
  table.note = "–: fewer than 10 messages beyond this percentile, or not recorded.";
  return table;
}

/// Curves of the first panels only, where there are many.
Curves drawn_curves(const Curves& curves) {
  std::vector<std::string> panels;
  Curves drawn;
  for (const PercentileCurve& curve : curves) {
    const std::string panel = panel_of(curve);
    if (std::find(panels.begin(), panels.end(), panel) == panels.end()) {
      panels.push_back(panel);
    }
    if (std::find(panels.begin(), panels.end(), panel) - panels.begin() < most_panels) {
      drawn.push_back(curve);
    }
  }
  return drawn;
}

std::string alternative_text(const Study& study, const Curves& curves) {
  std::vector<std::string> words;
  for (const FlowName& flow : study.flows) {
    double low = HUGE_VAL, high = 0;
    for (const PercentileCurve& curve : curves) {
      const auto us = curve.flow.id == flow.id ? curve.at(2) : std::nullopt;
      low = us ? std::min(low, *us) : low;
      high = us ? std::max(high, *us) : high;
    }
    if (high > 0) {
      words.push_back(fmt::format(
          "on {} from {} to {} ms", flow.label, number_text(low / 1000), number_text(high / 1000)));
    }
  }
  return fmt::format("Line chart of latency by percentile, {}. Median latency: {}.",
                     plural(static_cast<double>(curves.size()), "curve"),
                     join_words(words));
}

/// Data and axes of both rows of panels.
void fill(Chart& chart, const Study& study, const Curves& curves) {
  json lines = curve_rows(curves), ratios = ratio_rows(study, curves);
  double end = 1;
  for (const json& row : lines) {
    end = std::max(end, row["inverse"].get<double>());
  }
  const double edge = end * std::pow(end, 0.12);  // room for the lines that lead to the labels
  place_labels(lines, "ms", label_share, edge);
  const auto [low, high] = span_of(lines, "ms");
  chart.tokens = {{"$inverse_domain", {1, edge}},
                  {"$inverse_ticks", {1, 2, 10, 100, 1000, 10000, 100000, 1000000}},
                  {"$ms_domain", {low, high}},
                  {"$ms_ticks", log_ticks(low, high, 9)},
                  {"$ratio_domain", {1 - study.margin, 1 + study.margin}},
                  {"$ratio_ticks", {1}}};
  if (!ratios.empty()) {
    place_labels(ratios, "ratio", ratio_label_share, edge);
    auto [least, most] = span_of(ratios, "ratio");
    least = std::min(least, 1 - 1.5 * study.margin);
    most = std::max(most, 1 + 1.5 * study.margin);
    chart.tokens["$ratio_domain"] = {least, most};
    chart.tokens["$ratio_ticks"] = log_ticks(least, most, 8);
  }
  chart.data["curves"] = std::move(lines);
  chart.data["ratios"] = std::move(ratios);
}

}  // namespace

std::optional<Chart> percentiles_chart(const Study& study) {
  const Curves curves = percentile_curves(study);
  if (curves.empty()) {
    return std::nullopt;
  }
  const Curves drawn = drawn_curves(curves);
  const bool merged = !rows(study.document(), "curves").empty();
  Chart chart{
      .id = "percentiles",
      .title = "End-to-end latency by percentile",
      .subtitle = fmt::format(
          "{}, measured from the moment each message was due, so waiting is not hidden. Below: "
          "divided by plaintext, with the ±{} % margin. Grey: fewer than 10 messages beyond.{}",
          merged ? "All messages of all rounds" : "Medians over rounds of each run's percentiles",
          percent_text(study.margin),
          drawn.size() < curves.size() ? " Further conditions are in the data table." : "")};
  fill(chart, study, drawn);
  chart.table = percentile_table(curves);
  chart.alternative = alternative_text(study, curves);
  return chart;
}

}  // namespace mqseal::report
