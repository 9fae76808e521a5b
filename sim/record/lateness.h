// SPDX-License-Identifier: MIT
// The one rule for runs whose schedule was not kept (design.md, decision 11).
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::record {

/// Why the run (an entry of `runs[]`) cannot be trusted: its p99 lateness is above max(100 us, 10 %
/// of its median response time), or it sent under 99.9 % of its schedule. Empty where it kept the
/// rule; an interrupted run is not judged, nor is one of a comparison with an attack: there
/// the delay is a figure beside the attack's, to which probes and attacker contribute, as the arms
/// `none` and `sink` show.
[[nodiscard]] std::string lateness_fault(const nlohmann::json& run);

}  // namespace mqseal::record
