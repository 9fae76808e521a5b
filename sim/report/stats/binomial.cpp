// SPDX-License-Identifier: MIT
#include "sim/report/stats/binomial.h"

#include <boost/math/distributions/beta.hpp>

namespace mqseal::report {
namespace {

double upper(std::uint64_t k, std::uint64_t n, double alpha) {
  if (k >= n) {
    return 1;
  }
  const boost::math::beta_distribution<> beta(static_cast<double>(k) + 1,
                                              static_cast<double>(n - k));
  return boost::math::quantile(boost::math::complement(beta, alpha));
}

double lower(std::uint64_t k, std::uint64_t n, double alpha) {
  if (k == 0 || n == 0) {
    return 0;
  }
  const boost::math::beta_distribution<> beta(static_cast<double>(k),
                                              static_cast<double>(n - k) + 1);
  return boost::math::quantile(beta, alpha);
}

}  // namespace

Interval clopper_pearson(std::uint64_t k, std::uint64_t n, double confidence) {
  const double alpha = (1 - confidence) / 2;
  return {lower(k, n, alpha), upper(k, n, alpha)};
}

double binomial_upper_limit(std::uint64_t k, std::uint64_t n, double confidence) {
  return upper(k, n, 1 - confidence);
}

}  // namespace mqseal::report
