// SPDX-License-Identifier: MIT
// What attacks beside legitimate traffic did, judged: harm beyond what the attacker alone does to
// the machine, and what the defence restores. From runs of all arms, paired by round.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace mqseal::report {

/// One entry an attack, arm (attack, defended) and figure:
///   {attack, title, at (the factors that all arms share), where (those of them in which it differs
///    from other entries of this attack: "aedes"; else empty), arm, defence, metric, unit, n,
///    harmed_rounds, none, sink, value (medians), harm, control_harm, restored (against the arm
///    `attack`; of the arm `defended`), ci (of harm; exact signed-rank from 6 rounds on, least to
///    most below), limit, verdict (harm | no harm | inconclusive)}
/// harm is the difference to the same round's run with the sink, as a difference of shares or as a
/// ratio; control_harm that of the sink's run to the run without an attacker.
[[nodiscard]] nlohmann::json resilience_of(const nlohmann::json& result);

/// Sets runs[].attacks[].verdict of both arms from resilience[]: the worst of its figures.
void set_flood_verdicts(nlohmann::json& result);

/// resilience[] for a terminal; empty where there is none.
[[nodiscard]] std::string resilience_summary(const nlohmann::json& result);

}  // namespace mqseal::report
