// SPDX-License-Identifier: MIT
// The lines of the terminal summary about security: captures, attacks, claims.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// What was looked for in captured packets, the verdict of each attack in each configuration, and
/// of each claim; at most 100 columns. Empty where the result has none of them.
[[nodiscard]] std::string summary_security(const nlohmann::json& result);

/// True where the runs consist of attacks and measure no traffic.
[[nodiscard]] bool is_attacks_only(const nlohmann::json& result);

}  // namespace mqseal::report
