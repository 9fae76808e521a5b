// SPDX-License-Identifier: MIT
// Inside of sim/scenario only: what scenarios with attacks have to keep to.
#pragma once

#include <optional>
#include <vector>

#include "sim/scenario/variant.h"

namespace mqseal::scenario {

/// Of the whole scenario: defences and attacks that exist, predictions in words that mean
/// something.
[[nodiscard]] std::optional<Issue> check_attacks(const Scenario& scenario,
                                                 const std::vector<Variant>& variants);

/// Evidence that is of some claim, and of attacks and factors that exist.
[[nodiscard]] std::optional<Issue> check_claims(const Scenario& scenario);

/// Of one variant: transports that the broker's listeners offer, victims that attacks can use.
[[nodiscard]] std::optional<Issue> check_setup(const Variant& variant);

}  // namespace mqseal::scenario
