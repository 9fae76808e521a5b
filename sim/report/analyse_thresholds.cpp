// SPDX-License-Identifier: MIT
// thresholds[]: the scenario's limits against every run.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/analyse_quality.h"
#include "sim/report/model.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

bool holds_for(const json& run, const std::string& where) {
  if (where.empty() || where == "*") {
    return true;
  }
  const auto factors = run.find("factors");
  return factors != run.end() && factors->is_object() &&
         level_text(factors->value("cipher", json())) == where;
}

/// How far a value is beyond its limit; not above 0 where it holds.
double excess(double value, const std::optional<double>& max, const std::optional<double>& min) {
  const double above = max ? value - *max : -HUGE_VAL;
  const double below = min ? *min - value : -HUGE_VAL;
  return std::max(above, below);
}

std::string limit_text(const std::optional<double>& max, const std::optional<double>& min) {
  return max && min ? fmt::format("{:g} to {:g}", *min, *max)
         : max      ? fmt::format("at most {:g}", *max)
         : min      ? fmt::format("at least {:g}", *min)
                    : "none";
}

json evaluate(const json& threshold, const std::vector<const json*>& runs) {
  const std::string metric = threshold.at("metric"), where = threshold.value("where", "*");
  const auto max = value_at(threshold, "max"), min = value_at(threshold, "min");
  std::size_t measured = 0, failing = 0;
  json worst = nullptr, worst_run = nullptr;
  double most = -HUGE_VAL;
  for (const json* run : runs) {
    const auto value = holds_for(*run, where) ? value_at(*run, metric) : std::nullopt;
    if (!value) {
      continue;
    }
    ++measured;
    const double beyond = excess(*value, max, min);
    failing += beyond > 0 ? 1 : 0;
    if (beyond > most || worst.is_null()) {
      most = beyond;
      worst = *value;
      worst_run = run->value("id", "");
    }
  }
  json out = {{"metric", metric},
              {"where", where},
              {"limit", limit_text(max, min)},
              {"max", max ? json(*max) : json(nullptr)},
              {"min", min ? json(*min) : json(nullptr)},
              {"value", worst},
              {"run", worst_run},
              {"runs", measured},
              {"failing", failing},
              {"pass", measured > 0 && failing == 0}};
  if (measured == 0) {
    out["detail"] = "not measured in any run, so it cannot pass";
  }
  return out;
}

}  // namespace

json thresholds_of(const json& result) {
  const std::vector<const json*> runs = counted_runs(result);
  json out = json::array();
  const json scenario = result.value("scenario", json::object());
  for (const json& threshold : scenario.value("thresholds", json::array())) {
    out.push_back(evaluate(threshold, runs));
  }
  return out;
}

}  // namespace mqseal::report
