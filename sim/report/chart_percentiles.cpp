// SPDX-License-Identifier: MIT
// Latency by percentile, one panel a flow, over the panel of ratios to plaintext. Curves come from
// the merged histograms of all rounds ("curves", filled by report::write from the .hlog files);
// where there are none, from the medians of the percentiles that each run recorded.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "sim/report/charts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

struct Point {
  double inverse, us;  ///< 1/(1-p)
};

struct Curve {
  const Arm* arm;
  FlowName flow;
  double count = 0;  ///< messages behind it
  std::vector<Point> points;
};

/// A percentile is drawn with at least this many messages beyond it.
constexpr double least_beyond = 10;
constexpr std::array<double, 5> decades = {1, 10, 100, 1000, 10000};

Curve recorded_curve(const Arm& arm, const FlowName& flow) {
  Curve curve{&arm, flow, 0, {}};
  for (const json* run : arm.runs) {
    for (const json& part : rows(*run, "flows")) {
      if (flow_name(part).id == flow.id) {
        curve.count += number(part, "latency_us.response.count").value_or(0);
      }
    }
  }
  const double per_run = curve.count / std::max<double>(1, static_cast<double>(arm.runs.size()));
  const std::array<std::pair<const char*, double>, 4> known = {
      {{"p50", 2}, {"p90", 10}, {"p99", 100}, {"p99_9", 1000}}};
  for (const auto& [name, inverse] : known) {
    const auto us = arm_median(arm, fmt::format("latency_us.response.{}", name), flow.id);
    if (us && *us > 0 && per_run / inverse >= least_beyond) {
      curve.points.push_back({inverse, *us});
    }
  }
  return curve;
}

Curve merged_curve(const json& source, const Arm& arm, const FlowName& flow) {
  Curve curve{&arm, flow, number(source, "count").value_or(0), {}};
  for (const json& point : rows(source, "points")) {
    if (curve.count / point.at(0).get<double>() >= least_beyond && point.at(1).get<double>() > 0) {
      curve.points.push_back({point.at(0).get<double>(), point.at(1).get<double>()});
    }
  }
  return curve;
}

std::vector<Curve> curves_of(const Study& study) {
  std::vector<Curve> curves;
  const json& merged = rows(study.document(), "curves");
  for (const FlowName& flow : study.flows) {
    for (const Arm& arm : study.arms) {
      if (arm.control) {
        continue;
      }
      const auto source = std::find_if(merged.begin(), merged.end(), [&](const json& c) {
        return text(c, "cipher") == arm.cipher && text(c, "flow") == flow.id &&
               text(c, "implementation") == arm.implementation;
      });
      curves.push_back(source == merged.end() ? recorded_curve(arm, flow)
                                              : merged_curve(*source, arm, flow));
    }
  }
  std::erase_if(curves, [](const Curve& c) { return c.points.size() < 2; });
  return curves;
}

/// Value of `curve` at `inverse`, linear between its points in the logarithm of both.
std::optional<double> at(const Curve& curve, double inverse) {
  for (std::size_t i = 0; i + 1 < curve.points.size(); ++i) {
    const Point a = curve.points[i], b = curve.points[i + 1];
    if (inverse >= a.inverse && inverse <= b.inverse) {
      const double share = std::log(inverse / a.inverse) / std::log(b.inverse / a.inverse);
      return a.us * std::pow(b.us / a.us, b.inverse == a.inverse ? 0 : share);
    }
  }
  return std::nullopt;
}

bool is_decade(double inverse) {
  return std::find(decades.begin(), decades.end(), inverse) != decades.end();
}

json row_of(const Curve& curve, const Point& point, const char* field, double value) {
  return {{"flow", curve.flow.label},
          {"flow_order", curve.flow.order},
          {"cipher", curve.arm->cipher},
          {"label", curve.arm->label},
          {"inverse", point.inverse},
          {field, value},
          {"mark", is_decade(point.inverse)},
          {"last", false}};
}

/// Marks the last row of each curve and gives its label a place: highest value first.
void place_labels(json& data, const char* field) {
  std::map<std::string, std::map<std::string, json*>> last;
  for (json& row : data) {
    last[row["flow"]][row["label"]] = &row;
  }
  for (auto& [flow, labels] : last) {
    std::vector<json*> ends;
    for (auto& [label, row] : labels) {
      ends.push_back(row);
    }
    std::sort(ends.begin(), ends.end(), [&](json* a, json* b) {
      return (*a)[field].get<double>() > (*b)[field].get<double>();
    });
    for (std::size_t i = 0; i < ends.size(); ++i) {
      (*ends[i])["last"] = true;
      (*ends[i])["place"] = i;
    }
  }
}

json curve_rows(const std::vector<Curve>& curves) {
  json data = json::array();
  for (const Curve& curve : curves) {
    for (const Point& point : curve.points) {
      json row = row_of(curve, point, "ms", point.us / 1000);
      row["tip"] = fmt::format("{}, {}: {} % of messages within {} ms",
                               curve.arm->label,
                               curve.flow.label,
                               number_text(100 - 100 / point.inverse),
                               number_text(point.us / 1000));
      data.push_back(std::move(row));
    }
  }
  place_labels(data, "ms");
  return data;
}

json ratio_rows(const Study& study, const std::vector<Curve>& curves) {
  json data = json::array();
  for (const Curve& curve : curves) {
    const auto base = std::find_if(curves.begin(), curves.end(), [&](const Curve& c) {
      return c.arm->cipher == "none" && c.flow.id == curve.flow.id;
    });
    if (base == curves.end() || curve.arm->cipher == "none") {
      continue;
    }
    for (const Point& point : curve.points) {
      if (const auto plain = at(*base, point.inverse)) {
        json row = row_of(curve, point, "ratio", point.us / *plain);
        row["margin_lo"] = 1 - study.margin;
        row["margin_hi"] = 1 + study.margin;
        row["tip"] = fmt::format("{}, {}: ×{} of plaintext at {} %",
                                 curve.arm->label,
                                 curve.flow.label,
                                 number_text(point.us / *plain),
                                 number_text(100 - 100 / point.inverse));
        data.push_back(std::move(row));
      }
    }
  }
  place_labels(data, "ratio");
  return data;
}

Table percentile_table(const std::vector<Curve>& curves) {
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
  for (const Curve& curve : curves) {
    std::vector<Cell> row = {{.text = curve.arm->label, .cipher = curve.arm->cipher},
                             {.text = curve.flow.label},
                             {.text = count_text(curve.count), .value = curve.count}};
    for (const double inverse : {2.0, 10.0, 100.0, 1000.0, 10000.0}) {
      const auto us = at(curve, inverse);
      const auto ms = us ? std::optional(*us / 1000) : std::nullopt;
      row.push_back({.text = number_text(ms, ""), .value = ms});
    }
    table.rows.push_back(std::move(row));
  }
  table.note = "–: fewer than 10 messages beyond this percentile, or not recorded.";
  return table;
}

}  // namespace

std::optional<Chart> percentiles_chart(const Study& study) {
  const std::vector<Curve> curves = curves_of(study);
  if (curves.empty()) {
    return std::nullopt;
  }
  const bool merged = !rows(study.document(), "curves").empty();
  Chart chart{.id = "percentiles",
              .title = "End-to-end latency by percentile",
              .subtitle = std::string(merged ? "All messages of all rounds"
                                             : "Medians over rounds of each run's percentiles") +
                          ", measured from the moment each message was due, so waiting is not "
                          "hidden. Below: divided by plaintext. Percentiles with fewer than 10 "
                          "messages beyond them are not drawn. Labels stand in the order of the "
                          "curves' right ends."};
  chart.data["curves"] = curve_rows(curves);
  chart.data["ratios"] = ratio_rows(study, curves);
  chart.table = percentile_table(curves);
  std::vector<std::string> words;
  for (const FlowName& flow : study.flows) {
    double low = 1e300, high = 0;
    for (const Curve& curve : curves) {
      const auto us = curve.flow.id == flow.id ? at(curve, 2) : std::nullopt;
      low = us ? std::min(low, *us) : low;
      high = us ? std::max(high, *us) : high;
    }
    if (high > 0) {
      words.push_back(fmt::format(
          "on {} from {} to {} ms", flow.label, number_text(low / 1000), number_text(high / 1000)));
    }
  }
  chart.alternative = fmt::format("Line chart of latency by percentile, {}. Median latency: {}.",
                                  plural(static_cast<double>(curves.size()), "curve"),
                                  join_words(words));
  return chart;
}

}  // namespace mqseal::report
