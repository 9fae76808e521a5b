// SPDX-License-Identifier: MIT
#include "sim/report/stats/friedman.h"

#include <boost/math/distributions/chi_squared.hpp>

#include "sim/report/stats/inversion.h"

namespace mqseal::report {

FriedmanResult friedman(const std::vector<std::vector<double>>& rounds) {
  const auto b = static_cast<double>(rounds.size());
  const auto k = static_cast<double>(rounds.front().size());
  std::vector<double> rank_sums(rounds.front().size(), 0.0);
  double squares = 0;  // sum of squared ranks over all rounds
  for (const std::vector<double>& round : rounds) {
    const std::vector<std::size_t> doubled = doubled_mid_ranks(round);
    for (std::size_t v = 0; v < doubled.size(); ++v) {
      const double rank = static_cast<double>(doubled[v]) / 2;
      rank_sums[v] += rank;
      squares += rank * rank;
    }
  }
  const double expected = b * (k + 1) / 2;
  double between = 0;
  for (const double sum : rank_sums) {
    between += (sum - expected) * (sum - expected);
  }
  const double spread = squares - b * k * (k + 1) * (k + 1) / 4;
  const double statistic = spread > 0 ? (k - 1) * between / spread : 0;
  const boost::math::chi_squared distribution(k - 1);
  return {statistic,
          rank_sums.size() - 1,
          boost::math::cdf(boost::math::complement(distribution, statistic))};
}

}  // namespace mqseal::report
