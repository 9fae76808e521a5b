// SPDX-License-Identifier: MIT
// What a campaign does with a run that its broker cannot carry.
#pragma once

#include <cstddef>

#include <nlohmann/json.hpp>

#include "sim/run/executor.h"

namespace mqseal::run {

/// Such a run has no figures, never those of something less. Where the scenario compares brokers,
/// or arms and it is the defence that cannot be, the others go on, and the document says so once;
/// else throws base::Error (environment). Returns how many runs fall away: 1, or 0 where the
/// outcome is a run's.
[[nodiscard]] std::size_t note_unsupported(nlohmann::json& document,
                                           const scenario::Scenario& scenario,
                                           const scenario::Run& run,
                                           const Outcome& outcome);

}  // namespace mqseal::run
