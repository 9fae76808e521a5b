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
  const std::string& why = outcome.left_out();
  if (why.empty()) {
    return 0;
  }
  // A broker is left out where others are compared with it, an arm where the others say something.
  const std::string compared = outcome.unsupported.empty() ? "arm" : "broker";
  if (std::ranges::find(scenario.matrix, compared, &scenario::Factor::key) ==
      scenario.matrix.end()) {
    throw base::Error(base::ExitCode::environment, run.id + ": " + why);
  }
  json& warnings = document["warnings"];
  if (std::find(warnings.begin(), warnings.end(), json(why)) == warnings.end()) {
    warnings.push_back(why);
  }
  return 1;
}

}  // namespace mqseal::run
