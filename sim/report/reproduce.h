// SPDX-License-Identifier: MIT
// The command that makes a result again.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// How the check of an answer begins that says reproduce_command(); markup.
inline constexpr const char* again = "**Again:**";

/// "mqseal run scenarios/quickstart.yaml --seed 1 --rounds 5"
[[nodiscard]] std::string reproduce_command(const nlohmann::json& result);

}  // namespace mqseal::report
