// SPDX-License-Identifier: MIT
#include "sim/report/stats/signed_rank.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mqseal::report {
namespace {

std::vector<double> walsh_averages(std::span<const double> d) {
  std::vector<double> averages;
  averages.reserve(d.size() * (d.size() + 1) / 2);
  for (std::size_t i = 0; i < d.size(); ++i) {
    for (std::size_t j = i; j < d.size(); ++j) {
      averages.push_back(i == j ? d[i] : (d[i] + d[j]) / 2);
    }
  }
  return averages;
}

double two_sided(const SubsetSum& null, std::size_t doubled_w) {
  const double low = null.at_most(doubled_w);
  const double high = null.at_most(null.largest() - doubled_w);  // the distribution is symmetric
  return std::min(1.0, 2 * std::min(low, high));
}

/// The test at one theta, ties and zeros and all: the signs are flipped at random, the zeros' half
/// ranks are constant.
double conditional_p(std::span<const double> d, double theta, double tolerance) {
  std::vector<double> size(d.size());
  std::transform(d.begin(), d.end(), size.begin(), [&](double x) {
    const double distance = std::abs(x - theta);
    return distance <= tolerance ? 0 : distance;
  });
  const std::vector<std::size_t> rank = doubled_mid_ranks(size);
  std::vector<std::size_t> signed_ranks;
  std::size_t w = 0;
  for (std::size_t i = 0; i < d.size(); ++i) {
    if (size[i] > 0) {
      signed_ranks.push_back(rank[i]);
      w += d[i] > theta ? rank[i] : 0;
    }
  }
  return two_sided(SubsetSum(signed_ranks), w);
}

TestInversion invert(std::span<const double> d) {
  const std::vector<double> averages = walsh_averages(d);
  const DistinctValues walsh = distinct(averages);
  const auto [smallest, largest] = std::minmax_element(d.begin(), d.end());
  const double tolerance = 1e-12 * std::max(std::abs(*smallest), std::abs(*largest));
  const bool tied = distinct({d.begin(), d.end()}).values.size() < d.size();

  std::vector<std::size_t> plain_ranks(d.size());
  for (std::size_t i = 0; i < d.size(); ++i) {
    plain_ranks[i] = 2 * (i + 1);
  }
  const SubsetSum plain(plain_ranks);
  const std::size_t points = walsh.values.size();
  const auto between = [&](std::size_t k) {
    const std::size_t below = k < points ? walsh.below[k] : averages.size();
    if (!tied || k == 0 || k == points) {
      return two_sided(plain, 2 * (averages.size() - below));
    }
    return conditional_p(d, (walsh.values[k - 1] + walsh.values[k]) / 2, tolerance);
  };
  // At a single Walsh average the test lies between its neighbours: only coincidences need work.
  const auto at = [&](std::size_t k) {
    return walsh.times[k] == 1 ? 0.0 : conditional_p(d, walsh.values[k], tolerance);
  };
  return {walsh.values, between, at};
}

}  // namespace

SubsetSum::SubsetSum(std::span<const std::size_t> numbers)
    : cumulative_(std::accumulate(numbers.begin(), numbers.end(), std::size_t{0}) + 1, 0.0) {
  cumulative_[0] = 1;
  std::size_t reached = 0;
  for (const std::size_t number : numbers) {
    reached += number;
    for (std::size_t sum = reached + 1; sum-- > 0;) {
      cumulative_[sum] = (cumulative_[sum] + (sum >= number ? cumulative_[sum - number] : 0)) / 2;
    }
  }
  std::partial_sum(cumulative_.begin(), cumulative_.end(), cumulative_.begin());
}

double SubsetSum::at_most(std::size_t value) const noexcept {
  return value >= largest() ? 1.0 : cumulative_[value];
}

SignedRank::SignedRank(std::span<const double> differences)
    : estimate_(sample_median(walsh_averages(differences))), inversion_(invert(differences)) {}

int fewest_for_signed_rank(double alpha) {
  int n = 1;
  while (std::ldexp(2.0, -n) > alpha) {
    ++n;
  }
  return n;
}

}  // namespace mqseal::report
