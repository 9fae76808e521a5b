// SPDX-License-Identifier: MIT
// Rules of `sealing: batch`.
#pragma once

#include <cstddef>
#include <optional>

#include "sim/scenario/variant.h"

namespace mqseal::scenario {

/// Of a publisher's group whose other envelope settings are right.
[[nodiscard]] std::optional<Issue> check_sealing(std::size_t index, const Group& group);

}  // namespace mqseal::scenario
