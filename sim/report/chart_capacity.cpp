// SPDX-License-Identifier: MIT
// Latency against offered rate up to the knee, one panel a condition.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "sim/report/axes.h"
#include "sim/report/capacities.h"
#include "sim/report/charts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr double label_share = 15.0 / 250;  ///< of the axis that a line of label text takes

std::string panel_of(const Capacity& capacity) {
  return capacity.condition.empty() ? "p99 latency" : capacity.condition;
}

/// The rows of one curve; its last carries the knee.
void add_curve(json& points, const Capacity& capacity, std::ptrdiff_t panel) {
  const std::string label = cipher_name(capacity.cipher);
  for (const LoadPoint& point : capacity.points) {
    points.push_back({{"panel", panel_of(capacity)},
                      {"panel_order", panel},
                      {"cipher", capacity.cipher},
                      {"label", label},
                      {"load", point.rate_msg_s},
                      {"value", point.p99_ms},
                      {"tip",
                       fmt::format("{}: p99 {} ms at {} msg/s",
                                   label,
                                   number_text(point.p99_ms),
                                   count_text(point.rate_msg_s))}});
  }
  if (capacity.knee && !capacity.points.empty()) {
    points.back()["knee"] = *capacity.knee;
    points.back()["knee_tip"] = fmt::format("{}: {} {} msg/s",
                                            label,
                                            capacity.of_attack ? "withstands" : "carries",
                                            count_text(*capacity.knee));
  }
}

/// Places for the names of each panel's curves, at the height of their last points; of those at one
/// height the one that reaches farthest stands highest.
void place_labels(json& points, double low, double high) {
  std::map<std::string, std::map<std::string, json*>> last;
  for (json& point : points) {
    json*& end = last[point["panel"]][point["label"]];
    if (end == nullptr || point["load"].get<double>() > (*end)["load"].get<double>()) {
      end = &point;
    }
  }
  for (auto& [panel, ends] : last) {
    std::vector<json*> by_load;
    for (auto& [label, end] : ends) {
      by_load.push_back(end);
    }
    std::sort(by_load.begin(), by_load.end(), [](json* a, json* b) {
      return (*a)["load"].get<double>() < (*b)["load"].get<double>();
    });
    std::vector<double> wanted;
    for (const json* end : by_load) {
      wanted.push_back((*end)["value"]);
    }
    const std::vector<double> places = spread_on_log_axis(wanted, low, high, label_share);
    for (std::size_t i = 0; i < by_load.size(); ++i) {
      (*by_load[i])["last"] = true;
      (*by_load[i])["label_at"] = places[i];
    }
  }
}

std::vector<Cell> table_row(const Capacity& capacity) {
  std::string limit;
  if (capacity.p99_limit_ms) {
    limit = fmt::format("p99 at most {:g} ms", *capacity.p99_limit_ms);
  }
  if (capacity.delivered_limit) {
    limit += fmt::format(
        "{}{:g} % delivered", limit.empty() ? "" : ", ", 100 * *capacity.delivered_limit);
  }
  const bool known = capacity.low && capacity.high && std::isfinite(*capacity.low) &&
                     std::isfinite(*capacity.high);
  return {{.text = cipher_name(capacity.cipher), .cipher = capacity.cipher},
          {.text = capacity.condition.empty() ? "–" : capacity.condition},
          {.text = capacity.knee ? count_text(*capacity.knee) : "–", .value = capacity.knee},
          {.text = known ? count_text(*capacity.low) + " to " + count_text(*capacity.high) : "–"},
          {.text = count_text(capacity.rounds), .value = capacity.rounds},
          {.text = limit},
          {.text = capacity.ended_by}};
}

/// The words of a search for what a cipher's subscriber withstands.
void speak_of_attack(Chart& chart) {
  chart.title = "How many forged messages each cipher withstands: p99 latency against their rate";
  chart.subtitle =
      "Of the legitimate messages, while an attacker without the key sends its own. Up to the "
      "knee: "
      "the highest rate at which the limit holds (dotted: where it is). Dashed: the limit on p99.";
  chart.table.caption = "Withstood: the most forged messages at which the limit holds";
  chart.table.columns[2] = {"Withstood", "forged msg/s", true};
}

}  // namespace

std::optional<Chart> capacity_chart(const Study& study) {
  Chart chart{.id = "capacity",
              .title = "How much each cipher carries: p99 latency against offered rate",
              .subtitle =
                  "Medians over rounds. Up to the knee: the highest rate at which the limit "
                  "holds (dotted: where it is). Dashed: the limit on p99."};
  chart.table = {.id = "capacity",
                 .caption = "Capacity: the highest rate at which the limit holds",
                 .columns = {{"Cipher"},
                             {"Condition"},
                             {"Capacity", "msg/s", true},
                             {"95 % interval", "msg/s", true},
                             {"Rounds", "", true},
                             {"Limit"},
                             {"What ended the search", "first round"}}};
  if (const std::string step = text(study.document(), "scenario.search.tolerance"); !step.empty()) {
    chart.table.note =
        "A search ends when the highest rate that held and the lowest that failed "
        "are within " +
        step +
        ": an interval of one point is the same step in "
        "every round.";
  }
  json points = json::array();
  std::vector<std::string> panels, words;
  double low = HUGE_VAL, high = 0;
  bool attacked = false;
  for (const Capacity& capacity : capacities_of(study)) {
    const std::string panel = panel_of(capacity);
    const auto place = std::find(panels.begin(), panels.end(), panel) - panels.begin();
    const std::size_t first = points.size();
    add_curve(points, capacity, place);
    if (place == static_cast<std::ptrdiff_t>(panels.size())) {
      panels.push_back(panel);
      if (capacity.p99_limit_ms && points.size() > first) {
        points[first]["limit"] = *capacity.p99_limit_ms;
        points[first]["limit_text"] = fmt::format("limit {:g} ms", *capacity.p99_limit_ms);
        high = std::max(high, *capacity.p99_limit_ms);
      }
    }
    chart.table.rows.push_back(table_row(capacity));
    attacked = attacked || capacity.of_attack;
    if (capacity.knee) {
      words.push_back(cipher_name(capacity.cipher) + " " + count_text(*capacity.knee));
    }
  }
  if (points.empty()) {
    return std::nullopt;
  }
  for (const json& row : points) {
    low = std::min(low, row["value"].get<double>());
    high = std::max(high, row["value"].get<double>());
  }
  low /= 1.15;
  high *= 1.15;
  place_labels(points, low, high);
  chart.tokens = {{"$ms_domain", {low, high}}, {"$ms_ticks", log_ticks(low, high, 7)}};
  chart.alternative = fmt::format("Line chart of p99 latency against {} rate. {} in msg/s: {}.",
                                  attacked ? "the attacker's" : "offered",
                                  attacked ? "Withstood" : "Capacity",
                                  join_words(words));
  if (attacked) {
    speak_of_attack(chart);
  }
  chart.data["points"] = std::move(points);
  return chart;
}

}  // namespace mqseal::report
