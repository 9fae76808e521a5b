// SPDX-License-Identifier: MIT
// Latency against offered rate up to the knee, from searches[]:
//   {at{cipher, transport, qos ...}, limit{p99_us, delivered_ratio}, points[]{rate_msg_s, p99_us,
//    delivered_ratio}, knee, ci[low, high]}, knee and ci in messages per second.
#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "sim/report/axes.h"
#include "sim/report/charts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

Levels levels_besides_cipher(const json& search) {
  Levels at;
  if (const json* levels = find(search, "at"); levels != nullptr && levels->is_object()) {
    for (const auto& [key, level] : levels->items()) {
      if (key != "cipher" && key != "implementation") {
        at[key] = level_text(level);
      }
    }
  }
  return at;
}

std::string interval_of(const json& search) {
  const json& ci = rows(search, "ci");
  return ci.size() == 2 && ci[0].is_number() && ci[1].is_number()
             ? count_text(ci[0]) + " to " + count_text(ci[1])
             : "–";
}

std::string panel_of(const json& search) {
  const std::string words = condition_text(levels_besides_cipher(search));
  return words.empty() ? "p99 latency" : words;
}

/// Rows of one search: its curve, with its label at the end.
void add_search(json& points, const json& search, int panel) {
  const std::string cipher = text(search, "at.cipher", "none"), label = cipher_name(cipher);
  const auto knee = number(search, "knee");
  for (const json& point : rows(search, "points")) {
    const auto rate = number(point, "rate_msg_s"), p99 = number(point, "p99_us");
    if (rate && p99 && *rate > 0 && *p99 > 0) {
      points.push_back(
          {{"panel", panel_of(search)},
           {"panel_order", panel},
           {"cipher", cipher},
           {"label", label},
           {"load", *rate},
           {"value", *p99 / 1000},
           {"tip",
            fmt::format(
                "{}: p99 {} ms at {} msg/s", label, number_text(*p99 / 1000), count_text(*rate))}});
    }
  }
  if (knee && !points.empty()) {
    points.back()["knee"] = *knee;
    points.back()["tip"] = fmt::format("{}: carries {} msg/s", label, count_text(*knee));
  }
}

/// Places for the names of one panel's curves, at the height of their last points.
void place_labels(json& points, double low, double high) {
  std::map<std::string, std::map<std::string, json*>> last;
  for (json& point : points) {
    json*& end = last[point["panel"]][point["label"]];
    if (end == nullptr || point["load"] > (*end)["load"]) {
      end = &point;
    }
  }
  for (auto& [panel, ends] : last) {
    std::vector<json*> by_load;  // of ends at one height the farthest gets the highest place
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
    const std::vector<double> places = spread_on_log_axis(wanted, low, high, 15.0 / 250);
    for (std::size_t i = 0; i < by_load.size(); ++i) {
      (*by_load[i])["last"] = true;
      (*by_load[i])["label_at"] = places[i];
    }
  }
}

}  // namespace

std::optional<Chart> capacity_chart(const Study& study) {
  const json& searches = rows(study.document(), "searches");
  Chart chart{.id = "capacity",
              .title = "How much each cipher carries: p99 latency against offered rate",
              .subtitle =
                  "Up to the knee: the highest rate at which the limit holds (dotted: where "
                  "it is). Dashed: the limit on p99."};
  chart.table = {.id = "capacity",
                 .caption = "Capacity: the highest rate at which the limit holds",
                 .columns = {{"Cipher"},
                             {"Condition"},
                             {"Capacity", "msg/s", true},
                             {"95 % interval", "msg/s", true},
                             {"Limit"}}};
  json points = json::array();
  double highest_limit = 0;
  std::vector<std::string> panels, words;
  for (const json& search : searches) {
    const std::string panel = panel_of(search);
    auto at = std::find(panels.begin(), panels.end(), panel);
    const auto place = static_cast<int>(at - panels.begin());
    const auto limit = number(search, "limit.p99_us"),
               share = number(search, "limit.delivered_ratio"), knee = number(search, "knee");
    const std::size_t first = points.size();
    add_search(points, search, place);
    if (at == panels.end()) {
      panels.push_back(panel);
      if (limit && points.size() > first) {
        points[first]["limit"] = *limit / 1000;
        points[first]["limit_text"] = "limit " + plain_text(*limit / 1000) + " ms";
        highest_limit = std::max(highest_limit, *limit / 1000);
      }
    }
    const std::string label = cipher_name(text(search, "at.cipher", "none"));
    chart.table.rows.push_back(
        {{.text = label, .cipher = text(search, "at.cipher", "none")},
         {.text = panel},
         {.text = knee ? count_text(*knee) : "–", .value = knee},
         {.text = interval_of(search)},
         {.text = (limit ? "p99 at most " + plain_text(*limit / 1000) + " ms" : "") +
                  (share ? fmt::format(", {:g} % delivered", 100 * *share) : "")}});
    if (knee) {
      words.push_back(label + " " + count_text(*knee));
    }
  }
  if (points.empty()) {
    return std::nullopt;
  }
  double low = HUGE_VAL, high = 0;
  for (const json& row : points) {
    low = std::min(low, row["value"].get<double>());
    high = std::max(high, row["value"].get<double>());
  }
  high = std::max(high, highest_limit);
  low /= 1.15;
  high *= 1.15;
  place_labels(points, low, high);
  chart.tokens = {{"$ms_domain", {low, high}}, {"$ms_ticks", log_ticks(low, high, 7)}};
  chart.alternative =
      "Line chart of p99 latency against offered rate. Capacity in msg/s: " + join_words(words) +
      ".";
  chart.data["points"] = std::move(points);
  return chart;
}

}  // namespace mqseal::report
