// SPDX-License-Identifier: MIT
// Second by second through an attack: baseline, attack, recovery; without it, with it, with the
// defence.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "sim/report/axes.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/resilience.h"
#include "sim/report/trials.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr int most_attacks = 4;  ///< further ones stand in the data table

/// What becomes of the steps of a second, which may be shorter.
enum class Merge : unsigned char { worst, sum, connects };

struct Course {
  const char *title, *field;
  double scale;
  Merge merge;
};

constexpr std::array<Course, 3> courses{{
    {"p99 latency, ms", "response_p99_us", 1e-3, Merge::worst},
    {"delivered per second", "delivered", 1, Merge::sum},
    {"new connections, %", "connects", 100, Merge::connects},
}};

using Seconds = std::map<double, std::vector<double>>;  ///< at_s to the values of all rounds

/// On the port where the legitimate clients are; on both, the worse one.
std::optional<double> connects_of(const json& second, const std::string& port) {
  const auto plain = number(second, "connects.plain.ratio"),
             tls = number(second, "connects.tls.ratio");
  if (port == "plain" || !tls) {
    return plain;
  }
  return port == "tls" || !plain ? tls : std::min(plain, tls);
}

/// Where the measured window ends: what comes behind is what was still under way.
double end_of(const Trial& trial) {
  if (trial.attack == nullptr) {
    return HUGE_VAL;
  }
  const json& phases = rows(*trial.attack, "phases");
  return phases.empty() ? HUGE_VAL : number(phases.back(), "to_s").value_or(HUGE_VAL);
}

void add_points(Seconds& seconds, const Trial& trial, const Course& course) {
  std::map<double, double> own;
  if (course.merge == Merge::connects) {
    if (trial.attack != nullptr) {
      for (const json& second : rows(*trial.attack, "seconds")) {
        const auto at = number(second, "at_s"),
                   value = connects_of(second, text(*trial.attack, "legitimate_port"));
        if (at && value) {
          own[*at] = *value;
        }
      }
    }
  } else {
    const double end = end_of(trial);
    for (const json& point : rows(*trial.run, "timeline")) {
      const auto at = number(point, "at_s"), value = number(point, course.field);
      if (at && value && *at >= 0 && *at < end) {
        double& second = own[std::floor(*at)];
        second = course.merge == Merge::sum ? second + *value : std::max(second, *value);
      }
    }
  }
  for (const auto& [at, value] : own) {
    seconds[at].push_back(value * course.scale);
  }
}

struct Panel {
  std::string title;
  int order = 0;
  std::optional<double> from, to;  ///< of the attack
};

json rows_of(const Panel& panel,
             const std::string& series,
             const Seconds& seconds,
             Table& table,
             const std::string& what) {
  json data = json::array();
  for (const auto& [at, values] : seconds) {
    const double value = median(values).value_or(0);
    data.push_back(
        {{"panel", panel.title},
         {"panel_order", panel.order},
         {"series", series},
         {"at_s", at + 0.5},
         {"value", value},
         {"tip", fmt::format("{}, second {}: {}", series, plain_text(at), number_text(value))}});
    table.rows.push_back({{.text = panel.title},
                          {.text = series},
                          {.text = plain_text(at), .value = at},
                          {.text = number_text(value), .sub = what, .value = value}});
  }
  if (!data.empty() && panel.from && panel.to) {
    data[0]["attack_from"] = *panel.from;
    data[0]["attack_to"] = *panel.to;
  }
  return data;
}

Table empty_table() {
  return {.id = "attack",
          .caption = "Each second, medians over rounds",
          .columns = {{"Panel"}, {"Series"}, {"Second", "s", true}, {"Value", "", true}}};
}

}  // namespace

std::optional<Chart> attack_chart(const Study& study) {
  const std::vector<Trial> trials = trials_of(study);
  Chart chart{.id = "attack",
              .title = "Through an attack, second by second",
              .subtitle =
                  "Legitimate traffic beside the attack, medians over rounds. Red: while the "
                  "attack ran; after it, recovery."};
  chart.table = empty_table();
  json data = json::array();
  std::vector<std::string> titles;
  int order = 0;
  double end = 0;
  for (const Trial& first : trials) {
    if (first.id.empty() || std::find(titles.begin(), titles.end(), first.title) != titles.end()) {
      continue;
    }
    titles.push_back(first.title);
    for (const Course& course : courses) {
      Panel panel{first.title + ": " + course.title,
                  order++,
                  number(*first.attack, "from_s"),
                  number(*first.attack, "to_s")};
      for (const char* series : {"no attack", "attack", "attack + defence"}) {
        Seconds seconds;
        for (const Trial& trial : trials) {
          if (trial.series == series && (trial.id.empty() || trial.title == first.title)) {
            add_points(seconds, trial, course);
          }
        }
        end = seconds.empty() ? end : std::max(end, seconds.rbegin()->first + 1);
        for (json& row : rows_of(panel, series, seconds, chart.table, course.title)) {
          if (static_cast<int>(titles.size()) <= most_attacks) {
            data.push_back(std::move(row));
          }
        }
      }
    }
  }
  if (data.empty()) {
    return std::nullopt;
  }
  chart.tokens = {{"$second_domain", {0, end}}, {"$second_ticks", whole_ticks(0, end, 8)}};
  chart.alternative = fmt::format("Line charts of {} beside legitimate traffic.",
                                  plural(static_cast<double>(titles.size()), "attack"));
  chart.data["seconds"] = std::move(data);
  return chart;
}

}  // namespace mqseal::report
