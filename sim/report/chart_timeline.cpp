// SPDX-License-Identifier: MIT
// Latency over time: small multiples, one panel a cipher, medians over rounds of each second.
#include <map>

#include <fmt/format.h>

#include "sim/report/charts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

struct Second {
  std::vector<double> p50, p99;
};

std::map<double, Second> seconds_of(const Arm& arm) {
  std::map<double, Second> seconds;
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

}  // namespace

std::optional<Chart> timeline_chart(const Study& study) {
  Chart chart{
      .id = "timeline",
      .title = "Latency over time, one panel a cipher",
      .subtitle =
          "The same scale in every panel. Thick line: median of each second; thin line: p99. "
          "Medians over rounds. Grey: warm-up, not counted."};
  chart.table = {
      .id = "timeline",
      .caption = "Latency of each second, medians over rounds",
      .columns = {{"Cipher"}, {"Second", "s", true}, {"p50", "ms", true}, {"p99", "ms", true}}};
  json data = json::array();
  std::size_t panels = 0;
  for (const Arm& arm : study.arms) {
    if (arm.control) {
      continue;
    }
    const auto seconds = seconds_of(arm);
    const std::size_t step = seconds.size() / most_points + 1;
    std::size_t index = 0;
    for (const auto& [at, second] : seconds) {
      const bool last = index + step >= seconds.size();
      if (index++ % step != 0) {
        continue;
      }
      const double p50 = median(second.p50).value_or(0), p99 = median(second.p99).value_or(0);
      data.push_back({{"label", arm.label},
                      {"order", arm.order},
                      {"cipher", arm.cipher},
                      {"at_s", at},
                      {"warm_up", at < 0},
                      {"p50_ms", p50},
                      {"p99_ms", p99},
                      {"name_lines", last && panels == 0},
                      {"tip",
                       fmt::format("{}, second {}: p50 {} ms, p99 {} ms",
                                   arm.label,
                                   at,
                                   number_text(p50),
                                   number_text(p99))}});
      chart.table.rows.push_back({{.text = arm.label, .cipher = arm.cipher},
                                  {.text = fmt::format("{}", at), .value = at},
                                  {.text = number_text(p50), .value = p50},
                                  {.text = number_text(p99), .value = p99}});
    }
    panels += seconds.size() > 1 ? 1U : 0U;
  }
  if (panels == 0) {
    return std::nullopt;
  }
  chart.alternative = fmt::format("{} of latency over time, one for each cipher, on one scale.",
                                  plural(static_cast<double>(panels), "small line chart"));
  chart.data["timeline"] = std::move(data);
  return chart;
}

}  // namespace mqseal::report
