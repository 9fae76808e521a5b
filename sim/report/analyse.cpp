// SPDX-License-Identifier: MIT
// report::analyse: everything that is computed from the runs, written back into the document.
#include <nlohmann/json.hpp>

#include "sim/report/analyse_attacks.h"
#include "sim/report/analyse_effects.h"
#include "sim/report/analyse_omnibus.h"
#include "sim/report/analyse_quality.h"
#include "sim/report/analyse_resilience.h"
#include "sim/report/decide.h"
#include "sim/report/devices.h"
#include "sim/report/facts.h"
#include "sim/report/report.h"

namespace mqseal::report {

void analyse(nlohmann::json& result) {
  result["effects"] = effects_of(result);
  result["resilience"] = resilience_of(result);
  set_flood_verdicts(result);
  result["omnibus"] = omnibus_of(result);
  result["thresholds"] = thresholds_of(result);
  for (const nlohmann::json& row : predictions_of(result)) {
    result["thresholds"].push_back(row);
  }
  result["quality"] = quality_of(result);  // reads effects[]
  result["facts"] = facts_of(result);
  if (nlohmann::json claims = claims_of(result); !claims.empty()) {
    result["claims"] = std::move(claims);
  }
  result["devices"] = devices_of(result);
  result["decision"] = decision_of(result);  // reads all of the above
}

base::ExitCode exit_code(const nlohmann::json& result) {
  const auto any_failed = [&](const char* list) {
    for (const nlohmann::json& entry : result.value(list, nlohmann::json::array())) {
      if (entry.value("pass", nlohmann::json()) == false) {
        return true;
      }
    }
    return false;
  };
  return any_failed("quality")      ? base::ExitCode::untrusted
         : any_failed("thresholds") ? base::ExitCode::threshold
                                    : base::ExitCode::done;
}

}  // namespace mqseal::report
