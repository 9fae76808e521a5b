// SPDX-License-Identifier: MIT
// What a capture of the wire showed, and what breaks of the broker cost: from runs[].capture and
// runs[].faults.
#pragma once

#include <vector>

#include "sim/report/document.h"
#include "sim/report/study.h"

namespace mqseal::report {

/// runs[].capture{file, why, frames, dropped, streams, findings[]{what, where, visibility (VISIBLE,
/// NOT VISIBLE, INCONCLUSIVE), sightings, why}, packets[]{number, seconds, from_port, to_port,
/// protocol, bytes, info}, explained[]{kind, text}}: what was searched for and found; the first
/// packets of the first capture; the kinds of packet explained. Empty where nothing was captured.
[[nodiscard]] std::vector<Table> capture_tables(const Study& study);

/// runs[].faults[]{action, at_s, lasted_s, recovery_s} by condition: recovery, and messages that
/// the broker had acknowledged and then lost (counts.acknowledged_lost).
[[nodiscard]] std::optional<Table> breaks_table(const Study& study);

}  // namespace mqseal::report
