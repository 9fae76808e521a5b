// SPDX-License-Identifier: MIT
// k of n: exact limits for attacks that succeeded and quality marks.
#pragma once

#include <cstdint>

#include "sim/report/stats/inversion.h"

namespace mqseal::report {

/// Clopper-Pearson (Biometrika 26, 1934) two-sided limits of a probability, k <= n, n >= 1;
/// [0, 1] for n = 0.
[[nodiscard]] Interval clopper_pearson(std::uint64_t k, std::uint64_t n, double confidence = 0.95);
/// Exact one-sided upper limit: with k = 0, 1 - (1 - confidence)^(1/n), which is just under 3/n.
[[nodiscard]] double binomial_upper_limit(std::uint64_t k,
                                          std::uint64_t n,
                                          double confidence = 0.95);

}  // namespace mqseal::report
