// SPDX-License-Identifier: MIT
// What would change a decision.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// changes[] of decide.h, from its limits[] and ciphers[]: at which value of each numeric limit a
/// cipher that is inside drops out, and at which none is left; which limits, removed, would let
/// which cipher in.
[[nodiscard]] nlohmann::json changes_of(const nlohmann::json& decision);

}  // namespace mqseal::report
