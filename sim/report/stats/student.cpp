// SPDX-License-Identifier: MIT
#include "sim/report/stats/student.h"

#include <cmath>
#include <numeric>

#include <boost/math/distributions/students_t.hpp>

namespace mqseal::report {
namespace {

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Variance of the mean.
double squared_error(std::span<const double> values) {
  const double centre = mean(values);
  const double squares =
      std::accumulate(values.begin(), values.end(), 0.0, [&](double sum, double value) {
        return sum + (value - centre) * (value - centre);
      });
  const auto n = static_cast<double>(values.size());
  return squares / (n - 1) / n;
}

}  // namespace

StudentT StudentT::paired(std::span<const double> differences) {
  return {mean(differences),
          std::sqrt(squared_error(differences)),
          static_cast<double>(differences.size()) - 1};
}

StudentT StudentT::welch(std::span<const double> x, std::span<const double> y) {
  const double a = squared_error(x), b = squared_error(y);
  const double freedom_a = static_cast<double>(x.size()) - 1;
  const double freedom_b = static_cast<double>(y.size()) - 1;
  const double freedom =
      a + b > 0 ? (a + b) * (a + b) / (a * a / freedom_a + b * b / freedom_b) : freedom_a;
  return {mean(y) - mean(x), std::sqrt(a + b), freedom};
}

double StudentT::p_value(double theta) const {
  const double distance = std::abs(estimate_ - theta);
  if (standard_error_ == 0) {
    return distance == 0 ? 1 : 0;
  }
  const boost::math::students_t distribution(freedom_);
  return 2 * boost::math::cdf(boost::math::complement(distribution, distance / standard_error_));
}

Interval StudentT::interval(double alpha) const {
  if (standard_error_ == 0) {
    return {estimate_, estimate_};
  }
  const boost::math::students_t distribution(freedom_);
  const double half =
      standard_error_ * boost::math::quantile(boost::math::complement(distribution, alpha / 2));
  return {estimate_ - half, estimate_ + half};
}

}  // namespace mqseal::report
