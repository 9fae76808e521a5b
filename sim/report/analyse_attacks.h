// SPDX-License-Identifier: MIT
// What a result says of attacks, beside the runs' own verdicts.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// One row of thresholds[] for each attack that the scenario predicts: how many runs gave another
/// verdict than predicted. It passes with none.
[[nodiscard]] nlohmann::json predictions_of(const nlohmann::json& result);

}  // namespace mqseal::report
