// SPDX-License-Identifier: MIT
// A confidence interval from an exact rank test, by inverting it: the interval holds every shift
// that the test does not reject. Interval and p-value come from one table, so they cannot disagree.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace mqseal::report {

/// Closed; an end that the data cannot bound is infinite.
struct Interval {
  double lower, upper;

  [[nodiscard]] bool contains(double value) const noexcept {
    return lower <= value && value <= upper;
  }

  /// Neither end is infinite.
  [[nodiscard]] bool bounded() const noexcept;
};

/// The p-value of a rank test as a function of the shift theta: a step function that changes only
/// at known points (Walsh averages, pairwise differences).
///
/// With ties that function need not rise to one peak and then fall. What is reported is its least
/// unimodal upper bound, which is conservative and makes {theta: p(theta) > alpha} one closed
/// interval for each alpha.
class TestInversion {
 public:
  /// `points`: ascending, distinct. `p_between(k)`: p-value for a shift above k of the points (0 to
  /// points.size()) and equal to none. `p_at(k)`: for a shift equal to points[k].
  TestInversion(std::vector<double> points,
                const std::function<double(std::size_t)>& p_between,
                const std::function<double(std::size_t)>& p_at);

  /// Two-sided p-value of the hypothesis that the shift is `theta`.
  [[nodiscard]] double p_value(double theta) const;
  /// All theta with p_value(theta) > alpha; alpha in (0, 1).
  [[nodiscard]] Interval interval(double alpha) const;

 private:
  std::vector<double> points_;
  std::vector<double> p_;  ///< of: below points[0], points[0], between 0 and 1, points[1], ...
};

/// Ascending and without repeats; values closer than rounding error are one.
struct DistinctValues {
  std::vector<double> values;
  std::vector<std::size_t> below;  ///< how many of the input lie strictly below values[k]
  std::vector<std::size_t> times;  ///< how often values[k] occurs
};

[[nodiscard]] DistinctValues distinct(std::vector<double> values);
/// Twice the mid-ranks of `values` (so that they are whole numbers), 2 for the smallest.
[[nodiscard]] std::vector<std::size_t> doubled_mid_ranks(std::span<const double> values);
/// Middle value, or the mean of the two in the middle; `values` must not be empty.
[[nodiscard]] double sample_median(std::vector<double> values);

}  // namespace mqseal::report
