// SPDX-License-Identifier: MIT
// Was a run steady after its warm-up? A change-point test on its seconds.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// Approximate two-sided p-value of Pettitt's change-point test (Applied Statistics 28, 1979):
/// 2 exp(-6 K^2 / (n^3 + n^2)), at most 1; 1 for fewer than two values.
[[nodiscard]] double pettitt_p(const std::vector<double>& series);

struct Steadiness {
  std::size_t judged = 0;    ///< runs with 10 or more measured seconds
  std::size_t unsteady = 0;  ///< p < 0.001: neighbouring seconds are alike, so 0.05 would cry wolf
  std::string first;         ///< id of the first unsteady run
};

/// Over the medians per second after warm-up (`timeline[].response_p50_us`, at_s >= 0).
[[nodiscard]] Steadiness steadiness_of(const std::vector<const nlohmann::json*>& runs);

}  // namespace mqseal::report
