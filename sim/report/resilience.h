// SPDX-License-Identifier: MIT
// What an attack does to others, and what a defence restores: from runs with the factors `attack`
// and `defence`.
#pragma once

#include <optional>

#include "sim/report/document.h"
#include "sim/report/study.h"

namespace mqseal::report {

/// Attack x {none, attack, attack + defence}: legitimate flow, new connections, broker, recovery;
/// median [least to most] over rounds. Reads of each run with factors.attack:
///   attacks[].verdict, attacks[].metrics{delivered_ratio, p99_us, connect_success_ratio,
///   recovery_s, achieved_per_s, broker_alive, broker_rss_peak_bytes}; of the runs without attack
///   counts, latency_us, connect and memory in their place.
/// nullopt where no run measured an attack beside legitimate traffic.
[[nodiscard]] std::optional<Table> resilience_table(const Study& study);

/// resilience[] of the analysis: each figure with its controls, its interval and its verdict.
[[nodiscard]] std::optional<Table> harm_table(const Study& study);

/// The second-by-second picture of the same runs, from timeline[] and attacks[].from_s, to_s (when
/// the attack ran, on the run's own clock).
[[nodiscard]] std::optional<Chart> attack_chart(const Study& study);

}  // namespace mqseal::report
