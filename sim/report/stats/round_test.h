// SPDX-License-Identifier: MIT
// The rule of rounds: which test a number of rounds allows.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "sim/report/stats/inversion.h"

namespace mqseal::report {

/// Family-wise level of every verdict.
inline constexpr double significance = 0.05;
/// Fewer rounds give no interval.
inline constexpr int fewest_rounds = 3;

/// A test of rounds with its interval. Fewer than three rounds: method "none", no interval. Equal
/// in every round: "exact", a point. Three to five: "paired-t" or "welch-t". Six or more:
/// "signed-rank" or "rank-sum".
struct RoundTest {
  std::string method = "none";
  double estimate = 0;      ///< of "none": the median; 0 of nothing
  std::optional<double> p;  ///< that the differences or the shift are 0; nullopt of none and exact
  std::function<Interval(double alpha)> interval;  ///< set unless "none"

  /// Differences of pairs, one a round.
  static RoundTest paired(std::span<const double> differences);
  /// Shift of `y` against `x`, rounds of two files; the smaller count decides.
  static RoundTest two_samples(std::span<const double> x, std::span<const double> y);
};

}  // namespace mqseal::report
