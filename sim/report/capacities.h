// SPDX-License-Identifier: MIT
// searches[] of a result, the searches of all rounds for one cipher and condition taken together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/report/study.h"

namespace mqseal::report {

struct LoadPoint {
  double rate_msg_s, p99_ms;  ///< medians over the rounds that tried about this rate
};

/// What one cipher carries under one condition. An entry of searches[] that this reads: {round,
/// control, of, ended_by, at{factors}, limit{response_p99_us, delivered_ratio},
/// points[]{rate_msg_s, response_p99_us, held}, knee}.
struct Capacity {
  std::string cipher, condition;
  std::vector<LoadPoint> points;    ///< by rate
  std::optional<double> knee;       ///< msg/s: Hodges-Lehmann over rounds, of the logarithm
  std::optional<double> low, high;  ///< its 95 % interval; none with fewer than 3 rounds
  std::optional<double> p99_limit_ms, delivered_limit;
  int rounds = 0;
  bool of_attack = false;  ///< the attacker's rate was searched, not the publishers'
  std::string ended_by;    ///< by what the lowest rate failed that did, in the first round
};

/// By condition, then cipher; controls left out.
[[nodiscard]] std::vector<Capacity> capacities_of(const Study& study);

}  // namespace mqseal::report
