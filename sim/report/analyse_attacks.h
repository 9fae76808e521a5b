// SPDX-License-Identifier: MIT
// What a result says of attacks, beside the runs' own verdicts.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// One row of thresholds[] for each attack that the scenario predicts: how many runs gave another
/// verdict than predicted. It passes with none.
[[nodiscard]] nlohmann::json predictions_of(const nlohmann::json& result);

/// claims[] {id, sentence, verdict, evidence[], instead, source}: the scenario's claims, each held
/// against its evidence in the runs and among the published facts. verdict: confirmed where all of
/// it is as the claim says, refuted where none is, needs_precision where some is, not_measured
/// where there is none.
[[nodiscard]] nlohmann::json claims_of(const nlohmann::json& result);

}  // namespace mqseal::report
