// SPDX-License-Identifier: MIT
// Rules of the broker, schedules, wills and faults.
#pragma once

#include <cstddef>
#include <optional>

#include "sim/scenario/variant.h"

namespace mqseal::scenario {

/// Ports that differ; a command where it is one that starts it.
[[nodiscard]] std::optional<Issue> check_broker(const BrokerSettings& broker);
/// Of the group with this index.
[[nodiscard]] std::optional<Issue> check_traffic(const Scenario& scenario,
                                                 std::size_t index,
                                                 const Group& group);
/// Faults must follow one another inside of the measured window.
[[nodiscard]] std::optional<Issue> check_faults(const Scenario& scenario);
/// An attack that fits into the measured window, on a port that it can use.
[[nodiscard]] std::optional<Issue> check_flood(const Scenario& scenario);

}  // namespace mqseal::scenario
