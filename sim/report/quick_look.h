// SPDX-License-Identifier: MIT
// What a quick look may be used for, in one wording for page, Markdown and terminal.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// The highest round that a run of the result has.
[[nodiscard]] int rounds_of(const nlohmann::json& result);
/// One or two sentences; empty where the result is no quick look.
[[nodiscard]] std::string quick_look_text(const nlohmann::json& result);

}  // namespace mqseal::report
