// SPDX-License-Identifier: MIT
// The Mann-Whitney (Wilcoxon rank-sum) test of two independent samples, exact, with the two-sample
// Hodges-Lehmann shift and the interval that belongs to the test. For `compare`.
#pragma once

#include <span>

#include "sim/report/stats/inversion.h"

namespace mqseal::report {

/// Shift of `y` against `x`, both of 1 or more finite values: for each theta, the sum of the
/// mid-ranks of y - theta in the joint sample, against its distribution given those mid-ranks over
/// all ways to choose which values are y's. Cost O(n^4) without ties, more with them: for rounds,
/// not for messages.
class RankSum {
 public:
  RankSum(std::span<const double> x, std::span<const double> y);

  /// Hodges-Lehmann: the median of all y_j - x_i.
  [[nodiscard]] double estimate() const noexcept { return estimate_; }

  [[nodiscard]] double p_value(double theta = 0) const { return inversion_.p_value(theta); }

  [[nodiscard]] Interval interval(double alpha) const { return inversion_.interval(alpha); }

 private:
  double estimate_;
  TestInversion inversion_;
};

}  // namespace mqseal::report
