// SPDX-License-Identifier: MIT
// quality[] and thresholds[] of result.json: may the numbers be trusted, and are they good enough?
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// The entries of quality[]: {check, rule, detail, pass}. `pass` is true, false (the data are not
/// to be trusted: exit code 11) or null: noted, a reason for care. In a quick look nothing is
/// false. Reads effects[] for the A/A control, so effects come first. Pure.
[[nodiscard]] nlohmann::json quality_of(const nlohmann::json& result);

/// The entries of thresholds[], one for each of the scenario's: {metric, where, limit (text), max,
/// min, value, run, runs, failing, pass}. `value` is the worst of all runs that count and `run` its
/// id: a threshold holds in every run, and percentiles of runs are never averaged. What no run
/// measured has not passed.
[[nodiscard]] nlohmann::json thresholds_of(const nlohmann::json& result);

}  // namespace mqseal::report
