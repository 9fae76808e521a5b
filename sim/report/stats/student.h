// SPDX-License-Identifier: MIT
// Student's t for three to five rounds, where no exact rank test can reach 5 %: paired (one sample
// of differences) and Welch's for two samples.
#pragma once

#include <span>

#include "sim/report/stats/inversion.h"

namespace mqseal::report {

/// An estimate with a t distribution. p_value and interval are duals: interval(alpha) holds theta
/// if and only if p_value(theta) > alpha (but for rounding).
class StudentT {
 public:
  /// Mean of `differences`; 2 or more finite values.
  static StudentT paired(std::span<const double> differences);
  /// mean(y) - mean(x), variances not assumed equal (Welch 1947; degrees of freedom by
  /// Satterthwaite); 2 or more finite values each.
  static StudentT welch(std::span<const double> x, std::span<const double> y);

  [[nodiscard]] double estimate() const noexcept { return estimate_; }

  [[nodiscard]] double p_value(double theta = 0) const;
  [[nodiscard]] Interval interval(double alpha) const;

 private:
  StudentT(double estimate, double standard_error, double freedom)
      : estimate_(estimate), standard_error_(standard_error), freedom_(freedom) {}

  double estimate_, standard_error_, freedom_;
};

}  // namespace mqseal::report
