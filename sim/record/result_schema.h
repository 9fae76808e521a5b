// SPDX-License-Identifier: MIT
// The JSON Schema (draft 7) of result.json, for people and programs that read our results.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::record {

/// What `mqseal schema result` prints: every field of design.md, section 3, required; unknown ones
/// refused in runs, so that a field that is not described here fails a test.
[[nodiscard]] nlohmann::json result_schema();

}  // namespace mqseal::record
