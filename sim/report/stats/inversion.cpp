// SPDX-License-Identifier: MIT
#include "sim/report/stats/inversion.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace mqseal::report {
namespace {

/// Two values are a tie when they differ by no more than rounding error.
double tie_tolerance(double smallest, double largest) {
  return 1e-12 * std::max(std::abs(smallest), std::abs(largest));
}

}  // namespace

bool Interval::bounded() const noexcept {
  return std::isfinite(lower) && std::isfinite(upper);
}

TestInversion::TestInversion(std::vector<double> points,
                             const std::function<double(std::size_t)>& p_between,
                             const std::function<double(std::size_t)>& p_at)
    : points_(std::move(points)), p_(2 * points_.size() + 1) {
  for (std::size_t k = 0; k <= points_.size(); ++k) {
    p_[2 * k] = p_between(k);
  }
  // A point belongs to both of its neighbours, so that each interval is closed.
  for (std::size_t k = 0; k < points_.size(); ++k) {
    p_[2 * k + 1] = std::max({p_[2 * k], p_[2 * k + 2], p_at(k)});
  }
  std::vector<double> from_right(p_);
  std::partial_sum(
      p_.begin(), p_.end(), p_.begin(), [](double a, double b) { return std::max(a, b); });
  std::partial_sum(
      from_right.rbegin(), from_right.rend(), from_right.rbegin(), [](double a, double b) {
        return std::max(a, b);
      });
  for (std::size_t k = 0; k < p_.size(); ++k) {
    p_[k] = std::min(p_[k], from_right[k]);
  }
}

double TestInversion::p_value(double theta) const {
  const auto at = std::lower_bound(points_.begin(), points_.end(), theta);
  const auto k = static_cast<std::size_t>(at - points_.begin());
  const bool on_point = at != points_.end() && *at == theta;
  return p_[2 * k + (on_point ? 1 : 0)];
}

Interval TestInversion::interval(double alpha) const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto kept = [alpha](double p) { return p > alpha; };
  const auto first = std::find_if(p_.begin(), p_.end(), kept);
  if (first == p_.end()) {  // only where alpha reaches the largest p-value: the peak remains
    const auto peak = std::max_element(p_.begin(), p_.end()) - p_.begin();
    const double value = points_[static_cast<std::size_t>(peak) / 2];
    return {value, value};
  }
  const auto last = std::find_if(p_.rbegin(), p_.rend(), kept);
  const auto low = static_cast<std::size_t>(first - p_.begin());
  const auto high = p_.size() - 1 - static_cast<std::size_t>(last - p_.rbegin());
  return {low == 0 ? -infinity : points_[low / 2],
          high + 1 == p_.size() ? infinity : points_[high / 2]};
}

DistinctValues distinct(std::vector<double> values) {
  DistinctValues out;
  if (values.empty()) {
    return out;
  }
  std::sort(values.begin(), values.end());
  const double tolerance = tie_tolerance(values.front(), values.back());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (out.values.empty() || values[i] - out.values.back() > tolerance) {
      out.values.push_back(values[i]);
      out.below.push_back(i);
      out.times.push_back(0);
    }
    ++out.times.back();
  }
  return out;
}

std::vector<std::size_t> doubled_mid_ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return values[a] < values[b];
  });
  std::vector<std::size_t> ranks(values.size());
  if (values.empty()) {
    return ranks;
  }
  const double tolerance = tie_tolerance(values[order.front()], values[order.back()]);
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first + 1;
    while (end < order.size() && values[order[end]] - values[order[first]] <= tolerance) {
      ++end;
    }
    for (std::size_t i = first; i < end; ++i) {
      ranks[order[i]] = first + 1 + end;  // twice the mean of the ranks first+1 .. end
    }
    first = end;
  }
  return ranks;
}

double sample_median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) {
    return *middle;
  }
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace mqseal::report
