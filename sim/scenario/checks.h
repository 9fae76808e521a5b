// SPDX-License-Identifier: MIT
// Combinations that cannot be, each with a sentence that says what can.
#pragma once

#include <optional>

#include "sim/scenario/variant.h"

namespace mqseal::scenario {

/// Every group by itself: topic, cipher with format, nonce, tag and implementation; sender ids.
[[nodiscard]] std::optional<Issue> check_groups(const Scenario& scenario, const Variant& variant);

/// Groups together: every subscriber hears a publisher, and all that it hears are sealed alike.
[[nodiscard]] std::optional<Issue> check_flows(const Variant& variant);

}  // namespace mqseal::scenario
