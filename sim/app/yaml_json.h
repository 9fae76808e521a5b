// SPDX-License-Identifier: MIT
// YAML by our strict reader, as JSON: for files that sim/report reads and that are no scenarios.
#pragma once

#include <filesystem>

#include <nlohmann/json_fwd.hpp>

#include "sim/scenario/document.h"

namespace mqseal::app {

/// Numbers and true/false that are not quoted become such; everything else is text.
[[nodiscard]] nlohmann::json to_json(const scenario::Node& node);
/// Throws base::Error: usage with file:line:column where the text is wrong, environment where the
/// file cannot be read.
[[nodiscard]] nlohmann::json read_yaml(const std::filesystem::path& file);

}  // namespace mqseal::app
