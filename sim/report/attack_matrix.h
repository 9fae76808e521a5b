// SPDX-License-Identifier: MIT
// What attacks did, from runs[].attacks[]: one row an attack, one column a configuration.
#pragma once

#include <vector>

#include "sim/report/document.h"
#include "sim/report/study.h"

namespace mqseal::report {

/// An entry of runs[].attacks[] that this reads:
///   id, title (optional; else made of the id), attacker (outsider, insider; optional), scope
///   ("claimed", the default; "fault": outside what the scheme claims to resist, not counted by
///   limits), verdict (succeeded, blocked, inconclusive, not_measured), attempts, successes,
///   control, evidence (text, or a list of texts), cases[]{name, verdict, attempts, successes,
///   evidence}.
/// Entries with metrics.delivered_ratio measure harm to others: they stand in resilience.h.
///
/// Three tables at most: what is inside the claim, the cases of those attacks, and faults outside
/// the claim. Runs of all rounds are added up: k of n, and for none of n the exact 95 % limit of
/// the true rate.
[[nodiscard]] std::vector<Table> attack_tables(const Study& study);

}  // namespace mqseal::report
