// SPDX-License-Identifier: MIT
#include "sim/report/stats/rank_sum.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace mqseal::report {
namespace {

/// Distribution of the sum of `chosen` of `ranks`, every choice as likely as any other: cumulative
/// probabilities by sum (dynamic programming over how many are chosen and their sum).
std::vector<double> choice_sum(std::span<const std::size_t> ranks, std::size_t chosen) {
  const std::size_t largest = std::accumulate(ranks.begin(), ranks.end(), std::size_t{0});
  const std::size_t width = largest + 1;
  std::vector<double> ways((chosen + 1) * width, 0.0);
  ways[0] = 1;
  for (const std::size_t rank : ranks) {
    for (std::size_t picked = chosen; picked-- > 0;) {
      const double* from = &ways[picked * width];
      double* to = &ways[(picked + 1) * width];
      for (std::size_t sum = 0; sum + rank < width; ++sum) {
        to[sum + rank] += from[sum];
      }
    }
  }
  std::vector<double> out(ways.begin() + static_cast<std::ptrdiff_t>(chosen * width), ways.end());
  std::partial_sum(out.begin(), out.end(), out.begin());
  const double total = out.back();
  for (double& p : out) {
    p /= total;
  }
  return out;
}

double two_sided(const std::vector<double>& cumulative, std::size_t sum) {
  const double low = cumulative[sum];
  const double high = 1 - (sum == 0 ? 0.0 : cumulative[sum - 1]);
  return std::min(1.0, 2 * std::min(low, high));
}

double conditional_p(std::span<const double> x, std::span<const double> y, double theta) {
  std::vector<double> joint(x.begin(), x.end());
  for (const double value : y) {
    const double shifted = value - theta;
    // What a pairwise difference cancels must cancel exactly.
    const auto same = std::find_if(x.begin(), x.end(), [&](double other) {
      return std::abs(shifted - other) <= 1e-12 * (std::abs(value) + std::abs(theta));
    });
    joint.push_back(same == x.end() ? shifted : *same);
  }
  const std::vector<std::size_t> rank = doubled_mid_ranks(joint);
  const std::size_t sum = std::accumulate(
      rank.begin() + static_cast<std::ptrdiff_t>(x.size()), rank.end(), std::size_t{0});
  return two_sided(choice_sum(rank, y.size()), sum);
}

std::vector<double> pairwise_differences(std::span<const double> x, std::span<const double> y) {
  std::vector<double> out;
  out.reserve(x.size() * y.size());
  for (const double b : y) {
    for (const double a : x) {
      out.push_back(b - a);
    }
  }
  return out;
}

bool has_ties(std::span<const double> values) {
  return distinct({values.begin(), values.end()}).values.size() < values.size();
}

TestInversion invert(std::span<const double> x, std::span<const double> y) {
  const std::vector<double> all = pairwise_differences(x, y);
  const DistinctValues differences = distinct(all);
  const bool tied = has_ties(x) || has_ties(y);

  std::vector<std::size_t> plain_ranks(x.size() + y.size());
  for (std::size_t i = 0; i < plain_ranks.size(); ++i) {
    plain_ranks[i] = 2 * (i + 1);
  }
  const std::vector<double> plain = choice_sum(plain_ranks, y.size());
  const std::size_t points = differences.values.size();
  const auto between = [&](std::size_t k) {
    const std::size_t below = k < points ? differences.below[k] : all.size();
    if (!tied || k == 0 || k == points) {
      const std::size_t least = y.size() * (y.size() + 1);  // doubled rank sum where U = 0
      return two_sided(plain, least + 2 * (all.size() - below));
    }
    return conditional_p(x, y, (differences.values[k - 1] + differences.values[k]) / 2);
  };
  const auto at = [&](std::size_t k) {
    return differences.times[k] == 1 ? 0.0 : conditional_p(x, y, differences.values[k]);
  };
  return {differences.values, between, at};
}

}  // namespace

RankSum::RankSum(std::span<const double> x, std::span<const double> y)
    : estimate_(sample_median(pairwise_differences(x, y))), inversion_(invert(x, y)) {}

}  // namespace mqseal::report
