// SPDX-License-Identifier: MIT
// One limit of a decision against one candidate.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "sim/report/decide_values.h"

namespace mqseal::report {

/// `limit` is {of, max, min, any_of}: "at most 5 ms", "at least 25 %", "one of NIST, ISO".
[[nodiscard]] std::string limit_text(const nlohmann::json& limit);
/// {of, outcome, value, low, high, text, why} (decide.h).
[[nodiscard]] nlohmann::json limit_cell(const nlohmann::json& limit, const Evidence& evidence);

}  // namespace mqseal::report
