// SPDX-License-Identifier: MIT
// Latency over time: small multiples, one panel a cipher, medians over rounds of each second.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "sim/report/axes.h"
#include "sim/report/charts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

struct Second {
  std::vector<double> p50, p99;
};

using Seconds = std::map<double, Second>;  ///< by at_s, the start of the second

Seconds seconds_of(const Arm& arm) {
  Seconds seconds;
  for (const json* run : arm.runs) {
    for (const json& point : rows(*run, "timeline")) {
      const auto at = number(point, "at_s"), p50 = number(point, "response_p50_us"),
                 p99 = number(point, "response_p99_us");
      if (at && p50 && p99) {
        seconds[*at].p50.push_back(*p50 / 1000);
        seconds[*at].p99.push_back(*p99 / 1000);
      }
    }
  }
  return seconds;
}

/// A run longer than this many seconds is thinned: each drawn second is then one of several.
constexpr std::size_t most_points = 150;
constexpr std::size_t most_dots = 12;    ///< of so few seconds each is marked
constexpr std::size_t most_panels = 24;  ///< further arms stand in the data table

/// One arm's rows; `first` is the panel that names the lines.
json panel_rows(const Arm& arm, const Seconds& seconds, bool first, Table& table) {
  json data = json::array();
  const std::size_t step = seconds.size() / most_points + 1;
  std::size_t index = 0;
  for (const auto& [at, second] : seconds) {
    const bool last = index + step >= seconds.size();
    if (index++ % step != 0) {
      continue;
    }
    const double p50 = median(second.p50).value_or(0), p99 = median(second.p99).value_or(0);
    data.push_back({{"label", arm.name()},
                    {"order", arm.order},
                    {"cipher", arm.cipher},
                    {"at_s", at},
                    {"p50_ms", p50},
                    {"p99_ms", p99},
                    {"dots", seconds.size() <= most_dots},
                    {"name_lines", last && first},
                    {"tip",
                     fmt::format("{}, second {}: p50 {} ms, p99 {} ms",
                                 arm.name(),
                                 plain_text(at),
                                 number_text(p50),
                                 number_text(p99))}});
    table.rows.push_back({{.text = arm.name(), .cipher = arm.cipher},
                          {.text = plain_text(at), .value = at},
                          {.text = number_text(p50), .value = p50},
                          {.text = number_text(p99), .value = p99}});
  }
  if (seconds.begin()->first < 0) {
    data[0]["warm_from"] = seconds.begin()->first - 0.5;
    data[0]["warm_to"] = -0.5;
    data[0]["warm_name"] = first ? json("warm-up") : json(nullptr);
  }
  return data;
}

}  // namespace

std::optional<Chart> timeline_chart(const Study& study) {
  Chart chart{.id = "timeline", .title = "Latency over time, one panel a cipher"};
  chart.table = {
      .id = "timeline",
      .caption = "Latency of each second, medians over rounds",
      .columns = {{"Cipher"}, {"Second", "s", true}, {"p50", "ms", true}, {"p99", "ms", true}}};
  json data = json::array();
  std::size_t panels = 0, measured = 0;
  double from = 0, to = 0;
  for (const Arm& arm : study.arms) {
    const Seconds seconds = arm.control ? Seconds() : seconds_of(arm);
    if (seconds.empty()) {
      continue;
    }
    from = std::min(from, seconds.begin()->first);
    to = std::max(to, seconds.rbegin()->first);
    measured = std::max(measured,
                        static_cast<std::size_t>(std::count_if(
                            seconds.begin(), seconds.end(), [](auto& s) { return s.first >= 0; })));
    json panel = panel_rows(arm, seconds, panels == 0, chart.table);
    for (json& row : panel) {
      if (panels < most_panels) {
        data.push_back(std::move(row));
      }
    }
    ++panels;
  }
  if (panels == 0) {
    return std::nullopt;
  }
  chart.subtitle = fmt::format(
      "The same scale in every panel. Thick: median of each second; thin: p99; medians over "
      "rounds.{}{}",
      from < 0 ? " Grey: warm-up, not counted." : "",
      measured < 3 ? fmt::format(" The window lasted {}: too short to see a course in it.",
                                 plural(static_cast<double>(measured), "second"))
                   : "");
  chart.alternative = fmt::format("{} of latency over time, one for each cipher, on one scale.",
                                  plural(static_cast<double>(panels), "small line chart"));
  chart.tokens = {{"$second_domain", {from - 0.5, to + 0.5}},
                  {"$second_ticks", whole_ticks(from, to, 6)}};
  chart.data["timeline"] = std::move(data);
  return chart;
}

}  // namespace mqseal::report
