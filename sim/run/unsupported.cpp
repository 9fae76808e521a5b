// SPDX-License-Identifier: MIT
#include "sim/run/unsupported.h"

#include <algorithm>
#include <string>

#include "sim/base/error.h"

namespace mqseal::run {

using nlohmann::json;

std::size_t note_unsupported(json& document,
                             const scenario::Scenario& scenario,
                             const scenario::Run& run,
                             const Outcome& outcome) {
  const std::string& why = outcome.unsupported;
  if (why.empty()) {
    return 0;
  }
  const auto varies = [&](const char* key) {
    return std::ranges::find(scenario.matrix, std::string(key), &scenario::Factor::key) !=
           scenario.matrix.end();
  };
  if (!varies("broker") && !varies("arm")) {
    throw base::Error(base::ExitCode::environment, run.id + ": " + why);
  }
  json& warnings = document["warnings"];
  if (std::find(warnings.begin(), warnings.end(), json(why)) == warnings.end()) {
    warnings.push_back(why);
  }
  return 1;
}

}  // namespace mqseal::run
