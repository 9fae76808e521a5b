// SPDX-License-Identifier: MIT
// Wilcoxon's signed-rank test for paired differences, exact at every sample size, with the
// Hodges-Lehmann estimate and the interval that belongs to the test.
#pragma once

#include <span>
#include <vector>

#include "sim/report/stats/inversion.h"

namespace mqseal::report {

/// Distribution of the sum of a random half of some numbers: each is in or out with probability
/// 1/2. By dynamic programming (Hollander, Wolfe, Chicken, Nonparametric Statistical Methods,
/// 3rd ed., 2014, section 3.1), O(n * sum).
class SubsetSum {
 public:
  explicit SubsetSum(std::span<const std::size_t> numbers);
  /// P(sum <= value).
  [[nodiscard]] double at_most(std::size_t value) const noexcept;

  /// The largest possible sum.
  [[nodiscard]] std::size_t largest() const noexcept { return cumulative_.size() - 1; }

 private:
  std::vector<double> cumulative_;
};

/// The exact signed-rank test of n >= 1 finite differences d: for each theta, W+(theta) is the sum
/// of the mid-ranks of |d - theta| over the positive d - theta, a zero counting half, against its
/// distribution given those mid-ranks (every pattern of signs as likely as any other). Without ties
/// this is Wilcoxon's test, and interval(alpha) is the usual pair of Walsh averages. Cost O(n^2)
/// without ties, O(n^5) at worst with them: meant for n up to about 50 rounds.
class SignedRank {
 public:
  explicit SignedRank(std::span<const double> differences);

  /// Hodges-Lehmann: the median of the Walsh averages (d_i + d_j) / 2, i <= j.
  [[nodiscard]] double estimate() const noexcept { return estimate_; }

  [[nodiscard]] double p_value(double theta = 0) const { return inversion_.p_value(theta); }

  /// All shifts that the test at level alpha does not reject; infinite where n is too small:
  /// alpha <= 2 / 2^n.
  [[nodiscard]] Interval interval(double alpha) const { return inversion_.interval(alpha); }

 private:
  double estimate_;
  TestInversion inversion_;
};

/// Fewest differences with which the signed-rank test can reach p <= alpha: 6 for 0.05.
[[nodiscard]] int fewest_for_signed_rank(double alpha);

}  // namespace mqseal::report
