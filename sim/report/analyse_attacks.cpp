// SPDX-License-Identifier: MIT
#include "sim/report/analyse_attacks.h"

#include <map>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mqseal::report {
namespace {

using nlohmann::json;

struct Predicted {
  std::size_t runs = 0, other = 0;
  std::string first_run, details;
};

void add(Predicted& to, const json& run, const json& attack) {
  ++to.runs;
  if (attack.at("verdict") == attack.at("predicted")) {
    return;
  }
  ++to.other;
  const std::string id = run.value("id", "");
  to.first_run = to.first_run.empty() ? id : to.first_run;
  to.details += fmt::format("{}{}: {} where {} was predicted",
                            to.details.empty() ? "" : "; ",
                            id,
                            attack.at("verdict").get<std::string>(),
                            attack.at("predicted").get<std::string>());
}

}  // namespace

json predictions_of(const json& result) {
  std::map<std::string, Predicted> by_attack;
  for (const json& run : result.value("runs", json::array())) {
    if (run.value("interrupted", false)) {
      continue;
    }
    for (const json& attack : run.value("attacks", json::array())) {
      if (attack.value("predicted", json()).is_string()) {
        add(by_attack[attack.at("id")], run, attack);
      }
    }
  }
  json rows = json::array();
  for (const auto& [id, predicted] : by_attack) {
    json row = {{"metric", "attacks." + id},
                {"where", "*"},
                {"limit", "as predicted in every run"},
                {"max", 0},
                {"min", nullptr},
                {"value", predicted.other},
                {"run", predicted.first_run.empty() ? json(nullptr) : json(predicted.first_run)},
                {"runs", predicted.runs},
                {"failing", predicted.other},
                {"pass", predicted.other == 0}};
    if (!predicted.details.empty()) {
      row["detail"] = predicted.details;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace mqseal::report
