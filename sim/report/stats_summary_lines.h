// SPDX-License-Identifier: MIT
// The lines of the terminal summary above and below its tables.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "sim/report/model.h"

namespace mqseal::report {

/// Name, rounds, margin; what the result must not be used for.
[[nodiscard]] std::string summary_title(const nlohmann::json& result, const Design& design);
/// Decision, quality checks and thresholds, each that did not pass on a line of its own.
[[nodiscard]] std::string summary_checks(const nlohmann::json& result);

}  // namespace mqseal::report
