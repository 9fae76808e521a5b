// SPDX-License-Identifier: MIT
// Two objectives of a decision against each other: intervals, limits, and the front as a step.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/report/axes.h"
#include "sim/report/charts.h"
#include "sim/report/decide_values.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

struct Span {
  double value = 0, low = 0, high = 0;
};

/// The least favourable reading of an objective, as shown on the page.
std::optional<Span> span_of(const json& cipher, const std::string& criterion) {
  const CriterionName name = criterion_name(criterion);
  std::optional<Span> worst;
  for (const json& row : rows(cipher, "objectives")) {
    const auto value = number(row, "value");
    if (text(row, "of") != criterion || !value) {
      continue;
    }
    if (!worst || (*value > worst->value) != name.more_is_better) {
      worst = Span{*value * name.scale,
                   number(row, "low").value_or(*value) * name.scale,
                   number(row, "high").value_or(*value) * name.scale};
    }
  }
  return worst;
}

struct Point {
  const json* cipher;
  Span x, y;
};

std::vector<Point> points_of(const json& decision, const std::string& x, const std::string& y) {
  std::vector<Point> points;
  for (const json& cipher : rows(decision, "ciphers")) {
    const auto at_x = span_of(cipher, x), at_y = span_of(cipher, y);
    if (at_x && at_y && at_x->value > 0 && at_y->value > 0 && text(cipher, "cipher") != "none") {
      points.push_back({&cipher, *at_x, *at_y});
    }
  }
  return points;
}

std::optional<double> limit_on(const json& decision, const std::string& criterion) {
  for (const json& limit : rows(decision, "limits")) {
    if (text(limit, "of") == criterion) {
      const auto max = number(limit, "max");
      return max ? std::optional(*max * criterion_name(criterion).scale) : std::nullopt;
    }
  }
  return std::nullopt;
}

/// Ends of an axis with room, the limit inside where it is near.
std::pair<double, double> ends_of(std::vector<double> values, std::optional<double> limit) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  double from = *low, to = *high;
  if (limit && *limit < 4 * to) {
    to = std::max(to, *limit);
    from = std::min(from, *limit);
  }
  const double room = std::max(1.12, std::pow(to / from, 0.12));
  return {from / room, to * room};
}

std::string axis_title(const std::string& criterion) {
  const CriterionName name = criterion_name(criterion);
  return name.title + (name.unit.empty() ? "" : " (" + name.unit + ")");
}

json point_row(const Point& point, const std::string& x, const std::string& y) {
  const json& cipher = *point.cipher;
  return {{"cipher", text(cipher, "cipher")},
          {"label", text(cipher, "label")},
          {"x", point.x.value},
          {"x_lo", point.x.low},
          {"x_hi", point.x.high},
          {"y", point.y.value},
          {"y_lo", point.y.low},
          {"y_hi", point.y.high},
          {"out", text(cipher, "result") == "ruled_out"},
          {"tip",
           fmt::format("{}: {} {}, {} {}; {}",
                       text(cipher, "label"),
                       criterion_name(x).title,
                       plain_text(point.x.value),
                       criterion_name(y).title,
                       plain_text(point.y.value),
                       text(cipher, "word"))}};
}

/// Lower-left step through the points on the front.
json step_rows(const std::vector<Point>& points) {
  std::vector<const Point*> front;
  for (const Point& point : points) {
    if (flag(*point.cipher, "front")) {
      front.push_back(&point);
    }
  }
  std::sort(front.begin(), front.end(), [](auto* a, auto* b) { return a->x.value < b->x.value; });
  json step = json::array();
  for (std::size_t i = 0; i < front.size(); ++i) {
    if (i > 0) {
      step.push_back(
          {{"x", front[i]->x.value}, {"y", front[i - 1]->y.value}, {"order", 2 * i - 1}});
    }
    step.push_back({{"x", front[i]->x.value}, {"y", front[i]->y.value}, {"order", 2 * i}});
  }
  return front.size() > 1 ? step : json::array();
}

}  // namespace

std::optional<Chart> tradeoff_chart(const Study& study) {
  const json* decision = find(study.document(), "decision");
  const json& objectives = decision == nullptr ? json::array() : rows(*decision, "rule.objectives");
  if (objectives.size() < 2) {
    return std::nullopt;
  }
  const std::string x = objectives[1], y = objectives[0];
  const std::vector<Point> points = points_of(*decision, x, y);
  if (points.size() < 2 || criterion_name(x).more_is_better || criterion_name(y).more_is_better) {
    return std::nullopt;
  }
  Chart chart{.id = "tradeoff",
              .title = fmt::format("{} against {}, with the limits of the rule",
                                   criterion_name(y).title,
                                   criterion_name(x).title),
              .subtitle =
                  "Lower left is better. Hollow: ruled out by a limit. Bars: 95 % "
                  "intervals. Dashed: the front of the ciphers inside the limits."};
  std::vector<double> xs, ys;
  json data = json::array();
  chart.table = {
      .id = "tradeoff",
      .caption = "The two objectives",
      .columns = {{"Cipher"}, {axis_title(x), "", true}, {axis_title(y), "", true}, {"Result"}}};
  for (const Point& point : points) {
    xs.insert(xs.end(), {point.x.low, point.x.high});
    ys.insert(ys.end(), {point.y.low, point.y.high});
    data.push_back(point_row(point, x, y));
    chart.table.rows.push_back(
        {{.text = text(*point.cipher, "label"), .cipher = text(*point.cipher, "cipher")},
         {.text = plain_text(point.x.value), .value = point.x.value},
         {.text = plain_text(point.y.value), .value = point.y.value},
         {.text = text(*point.cipher, "word")}});
  }
  const auto x_limit = limit_on(*decision, x), y_limit = limit_on(*decision, y);
  const auto [x_from, x_to] = ends_of(xs, x_limit);
  const auto [y_from, y_to] = ends_of(ys, y_limit);
  json limits = json::array();
  if (x_limit && *x_limit < x_to) {
    limits.push_back({{"axis", "x"},
                      {"at", *x_limit},
                      {"to", x_to},
                      {"text", fmt::format("limit {:g}", *x_limit)}});
  }
  if (y_limit && *y_limit < y_to) {
    limits.push_back({{"axis", "y"},
                      {"at", *y_limit},
                      {"to", y_to},
                      {"text", fmt::format("limit {:g}", *y_limit)}});
  }
  std::vector<double> wanted;
  for (const json& row : data) {
    wanted.push_back(row["y"]);
  }
  const std::vector<double> places = spread_on_log_axis(wanted, y_from, y_to, 15.0 / 300);
  for (std::size_t i = 0; i < data.size(); ++i) {
    data[i]["label_at"] = places[i];
  }
  chart.tokens = {{"$x_domain", {x_from, x_to}},
                  {"$y_domain", {y_from, y_to}},
                  {"$x_ticks", log_ticks(x_from, x_to, 8)},
                  {"$y_ticks", log_ticks(y_from, y_to, 8)},
                  {"$x_title", axis_title(x) + ", log scale"},
                  {"$y_title", axis_title(y)}};
  chart.alternative = fmt::format("Scatter plot of {} by {} and {}.",
                                  plural(static_cast<double>(points.size()), "cipher"),
                                  criterion_name(x).title,
                                  criterion_name(y).title);
  chart.data = {
      {"points", std::move(data)}, {"limits", std::move(limits)}, {"front", step_rows(points)}};
  return chart;
}

}  // namespace mqseal::report
