// SPDX-License-Identifier: MIT
#include "sim/report/analyse_omnibus.h"

#include <map>
#include <set>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/report/fields.h"
#include "sim/report/stats/friedman.h"
#include "sim/report/study.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr std::size_t fewest = 3;

/// Values by round, one an arm; rounds in which every arm has one.
std::vector<std::vector<double>> complete_rounds(const std::vector<const Arm*>& arms,
                                                 const MetricRule& metric) {
  std::map<int, std::vector<double>> by_round;
  for (const Arm* arm : arms) {
    for (const json* run : arm->runs) {
      const int round = static_cast<int>(number(*run, "round").value_or(0));
      const Observation observation{run, nullptr, round, false, {}};
      if (const auto value = observation.value(metric)) {
        by_round[round].push_back(*value);
      }
    }
  }
  std::vector<std::vector<double>> rounds;
  for (auto& [round, values] : by_round) {
    if (values.size() == arms.size()) {
      rounds.push_back(std::move(values));
    }
  }
  return rounds;
}

}  // namespace

json omnibus_of(const json& result) {
  const Study study = make_study(result);
  json out = json::array();
  for (const std::string& path : design_of(result).primary) {
    const MetricRule metric = metric_rule(path);
    std::map<std::string, std::vector<const Arm*>> by_condition;
    for (const Arm& arm : study.arms) {
      if (!arm.control && !(metric.against_reference && arm.cipher == "none")) {
        by_condition[arm.condition].push_back(&arm);
      }
    }
    for (const auto& [condition, arms] : by_condition) {
      const auto rounds = complete_rounds(arms, metric);
      if (arms.size() < fewest || rounds.size() < fewest) {
        continue;
      }
      const FriedmanResult test = friedman(rounds);
      out.push_back({{"metric", path},
                     {"condition", condition},
                     {"ciphers", arms.size()},
                     {"rounds", rounds.size()},
                     {"statistic", test.statistic},
                     {"freedom", test.freedom},
                     {"p", test.p}});
    }
  }
  return out;
}

}  // namespace mqseal::report
