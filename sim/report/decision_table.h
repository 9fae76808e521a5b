// SPDX-License-Identifier: MIT
// A decision{} as tables: every cipher against every limit, and what would change the answer.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sim/report/document.h"

namespace mqseal::report {

[[nodiscard]] Table decision_table(const nlohmann::json& decision);
[[nodiscard]] Table changes_table(const nlohmann::json& decision);

}  // namespace mqseal::report
