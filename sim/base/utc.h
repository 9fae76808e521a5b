// SPDX-License-Identifier: MIT
// UTC time as text.
#pragma once

#include <string>

#include "sim/base/clock.h"

namespace mqseal::base {

/// RFC 3339, seconds: "2026-11-22T19:56:56Z". `wall` as from wall_now().
[[nodiscard]] std::string utc_text(Nanos wall);
/// For file names, ISO 8601 basic: "20261122T195656Z".
[[nodiscard]] std::string utc_file_text(Nanos wall);

}  // namespace mqseal::base
