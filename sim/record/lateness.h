// SPDX-License-Identifier: MIT
// The one rule for runs whose schedule was not kept (design.md, decision 11).
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::record {

/// Why the run (an entry of `runs[]`) cannot be trusted: its p99 lateness is above max(100 us, 10 %
/// of its median response time), or it sent under 99.9 % of its schedule. Empty where it kept the
/// rule; an interrupted run is not judged, nor is one beside an attacker: there the delay is a
/// figure, which stands beside the attack's, and the attacker's own part in it shows in the arm
/// `sink`.
[[nodiscard]] std::string lateness_fault(const nlohmann::json& run);

}  // namespace mqseal::record
