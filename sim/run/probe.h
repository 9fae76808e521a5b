// SPDX-License-Identifier: MIT
// One try of a search: a run at another rate, and whether it held. Pure.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "sim/run/search.h"
#include "sim/scenario/plan.h"

namespace mqseal::run {

/// `run` with the rates of its publishers scaled so that they make `rate_msg_s` together, or with
/// that rate of its attack, as `of` says.
[[nodiscard]] scenario::Run at_rate(const scenario::Run& run,
                                    scenario::SearchOf of,
                                    double rate_msg_s);

/// Why the run (an entry of runs[]) does not hold `rate` messages/s by `settings`; empty where it
/// does. The generator's own lateness is a reason of its own, and so is an attacker who did not
/// reach nine tenths of `rate`: then the limit that was looked for is not what was found.
[[nodiscard]] std::string failure_of(const nlohmann::json& run,
                                     const scenario::SearchSettings& settings,
                                     double rate);

/// The run as a point of searches[].points.
[[nodiscard]] nlohmann::json point_of(const nlohmann::json& run,
                                      double rate_msg_s,
                                      const std::string& failure);

/// An entry of searches[].
[[nodiscard]] nlohmann::json search_of(const scenario::Run& run,
                                       const scenario::SearchSettings& settings,
                                       const Search& search,
                                       nlohmann::json points);

}  // namespace mqseal::run
