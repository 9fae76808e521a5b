// SPDX-License-Identifier: MIT
#include "sim/report/stats/round_test.h"

#include <algorithm>
#include <vector>

#include "sim/report/stats/rank_sum.h"
#include "sim/report/stats/signed_rank.h"
#include "sim/report/stats/student.h"

namespace mqseal::report {
namespace {

bool all_equal(std::span<const double> values) {
  return distinct({values.begin(), values.end()}).values.size() == 1;
}

template <class Statistic>
RoundTest made(std::string method, Statistic statistic) {
  RoundTest test;
  test.method = std::move(method);
  test.estimate = statistic.estimate();
  test.p = statistic.p_value();
  test.interval = [statistic = std::move(statistic)](double alpha) {
    return statistic.interval(alpha);
  };
  return test;
}

RoundTest certain(double value) {
  RoundTest test;
  test.method = "exact";
  test.estimate = value;
  test.interval = [value](double) { return Interval{value, value}; };
  return test;
}

}  // namespace

RoundTest RoundTest::paired(std::span<const double> differences) {
  RoundTest test;
  if (differences.empty()) {
    return test;
  }
  test.estimate = sample_median({differences.begin(), differences.end()});
  const auto n = static_cast<int>(differences.size());
  if (n < fewest_rounds) {
    return test;
  }
  if (all_equal(differences)) {
    return certain(differences.front());
  }
  return n < fewest_for_signed_rank(significance) ? made("paired-t", StudentT::paired(differences))
                                                  : made("signed-rank", SignedRank(differences));
}

RoundTest RoundTest::two_samples(std::span<const double> x, std::span<const double> y) {
  RoundTest test;
  if (x.empty() || y.empty()) {
    return test;
  }
  test.estimate = sample_median({y.begin(), y.end()}) - sample_median({x.begin(), x.end()});
  const auto n = static_cast<int>(std::min(x.size(), y.size()));
  if (n < fewest_rounds) {
    return test;
  }
  if (all_equal(x) && all_equal(y)) {
    return certain(y.front() - x.front());
  }
  return n < fewest_for_signed_rank(significance) ? made("welch-t", StudentT::welch(x, y))
                                                  : made("rank-sum", RankSum(x, y));
}

}  // namespace mqseal::report
