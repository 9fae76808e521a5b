// SPDX-License-Identifier: MIT
// What must hold for any data: the exact tests against brute force over every pattern, ties and
// zeros included; intervals as duals of their tests; Holm's word and bar.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "sim/report/stats/holm.h"
#include "sim/report/stats/rank_sum.h"
#include "sim/report/stats/signed_rank.h"
#include "sim/report/stats/student.h"

namespace mqseal::report {
namespace {

using Sample = std::vector<double>;

/// Uniform on the multiples of `grid` in [-1, 1]; a coarse grid makes ties and zeros.
Sample draw(std::mt19937_64& engine, std::size_t n, double grid) {
  Sample out(n);
  for (double& x : out) {
    const double unit = static_cast<double>(engine() >> 11U) * 0x1p-53;
    x = std::round((2 * unit - 1) / grid) * grid;
  }
  return out;
}

/// Walsh averages above theta, those equal to it counted half.
double walsh_count(const Sample& d, double theta) {
  double w = 0;
  for (std::size_t i = 0; i < d.size(); ++i) {
    for (std::size_t j = i; j < d.size(); ++j) {
      const double average = (d[i] + d[j]) / 2 - theta;
      w += std::abs(average) < 1e-9 ? 0.5 : (average > 0 ? 1 : 0);
    }
  }
  return w;
}

/// Two-sided p of the signed-rank test by flipping every pattern of signs.
double brute_signed_rank(const Sample& d, double theta) {
  const double observed = walsh_count(d, theta);
  double low = 0, high = 0, all = 0;
  for (unsigned signs = 0; signs < (1U << d.size()); ++signs) {
    Sample flipped(d);
    for (std::size_t i = 0; i < d.size(); ++i) {
      flipped[i] = ((signs >> i & 1U) != 0 ? 1 : -1) * (d[i] - theta);
    }
    const double w = walsh_count(flipped, 0);
    low += w <= observed + 1e-9 ? 1 : 0;
    high += w >= observed - 1e-9 ? 1 : 0;
    all += 1;
  }
  return std::min(1.0, 2 * std::min(low, high) / all);
}

/// Pairs with y above x, ties half.
double pair_count(const Sample& x, const Sample& y) {
  double u = 0;
  for (const double b : y) {
    for (const double a : x) {
      u += std::abs(b - a) < 1e-9 ? 0.5 : (b > a ? 1 : 0);
    }
  }
  return u;
}

double brute_rank_sum(const Sample& x, const Sample& y, double theta) {
  Sample joint(x), shifted(y);
  for (double& value : shifted) {
    value -= theta;
  }
  joint.insert(joint.end(), shifted.begin(), shifted.end());
  const double observed = pair_count(x, shifted);
  double low = 0, high = 0, all = 0;
  for (unsigned choice = 0; choice < (1U << joint.size()); ++choice) {
    Sample a, b;
    for (std::size_t i = 0; i < joint.size(); ++i) {
      ((choice >> i & 1U) != 0 ? b : a).push_back(joint[i]);
    }
    if (b.size() != y.size()) {
      continue;
    }
    const double u = pair_count(a, b);
    low += u <= observed + 1e-9 ? 1 : 0;
    high += u >= observed - 1e-9 ? 1 : 0;
    all += 1;
  }
  return std::min(1.0, 2 * std::min(low, high) / all);
}

TEST(ExactTests, signed_rank_is_brute_force_over_all_signs) {
  std::mt19937_64 engine(1);
  for (int trial = 0; trial < 60; ++trial) {
    const Sample d = draw(engine, 4 + static_cast<std::size_t>(trial % 6), 1e-7);
    EXPECT_NEAR(SignedRank(d).p_value(0.1), brute_signed_rank(d, 0.1), 1e-12) << trial;
  }
}

// With ties the p-value is the least unimodal bound over the test's own: never below it.
TEST(ExactTests, signed_rank_with_ties_never_claims_more_than_brute_force) {
  std::mt19937_64 engine(2);
  int equal = 0, trials = 0;
  for (; trials < 200; ++trials) {
    const Sample d = draw(engine, 4 + static_cast<std::size_t>(trials % 6), 0.25);
    const double brute = brute_signed_rank(d, 0), p = SignedRank(d).p_value(0);
    EXPECT_GE(p, brute - 1e-12) << trials;
    if (brute <= 0.1) {
      EXPECT_LE(p, 3 * brute) << trials;  // conservative, not useless
    }
    equal += std::abs(p - brute) < 1e-12 ? 1 : 0;
  }
  EXPECT_GT(equal, trials / 4);
}

TEST(ExactTests, rank_sum_is_brute_force_over_all_choices) {
  std::mt19937_64 engine(3);
  for (int trial = 0; trial < 20; ++trial) {
    const Sample x = draw(engine, 4 + static_cast<std::size_t>(trial % 3), 1e-7);
    const Sample y = draw(engine, 5, 1e-7);
    EXPECT_NEAR(RankSum(x, y).p_value(0.1), brute_rank_sum(x, y, 0.1), 1e-12) << trial;
  }
}

TEST(ExactTests, rank_sum_with_ties_never_claims_more_than_brute_force) {
  std::mt19937_64 engine(4);
  for (int trial = 0; trial < 30; ++trial) {
    const Sample x = draw(engine, 5, 0.25), y = draw(engine, 5, 0.25);
    EXPECT_GE(RankSum(x, y).p_value(0), brute_rank_sum(x, y, 0) - 1e-12) << trial;
  }
}

TEST(Intervals, hold_zero_exactly_where_the_test_does_not_reject) {
  std::mt19937_64 engine(5);
  for (int trial = 0; trial < 400; ++trial) {
    const double grid = trial % 2 == 0 ? 1e-7 : 0.25;
    Sample d = draw(engine, 4 + static_cast<std::size_t>(trial % 9), grid);
    for (double& x : d) {
      x += grid > 0.1 ? 0.25 : 0.3;
    }
    const SignedRank rank(d);
    const StudentT t = StudentT::paired(d);
    const RankSum two(draw(engine, 6, grid), d);
    for (const double alpha : {0.2, 0.05, 0.004}) {
      EXPECT_EQ(rank.interval(alpha).contains(0), rank.p_value(0) > alpha) << trial;
      EXPECT_EQ(two.interval(alpha).contains(0), two.p_value(0) > alpha) << trial;
      EXPECT_EQ(t.interval(alpha).contains(0), t.p_value(0) > alpha) << trial;
    }
    EXPECT_TRUE(rank.interval(0.05).contains(rank.estimate())) << trial;
  }
}

TEST(Intervals, widen_as_alpha_shrinks) {
  std::mt19937_64 engine(6);
  for (int trial = 0; trial < 50; ++trial) {
    const SignedRank rank(draw(engine, 10, 1e-7));
    Interval last = rank.interval(0.5);
    for (const double alpha : {0.2, 0.1, 0.05, 0.01, 0.003}) {
      const Interval next = rank.interval(alpha);
      EXPECT_LE(next.lower, last.lower);
      EXPECT_GE(next.upper, last.upper);
      last = next;
    }
  }
}

// The promise of holm.h: an interval at 1 - alpha leaves out zero where Holm rejects, and nowhere
// else; its level lies between Holm's own step and Bonferroni's.
TEST(Holm, word_and_bar_never_disagree) {
  std::mt19937_64 engine(7);
  int rejected = 0, kept = 0;
  for (int trial = 0; trial < 300; ++trial) {
    const std::size_t m = 2 + static_cast<std::size_t>(trial % 9);
    std::vector<SignedRank> tests;
    std::vector<double> p;
    for (std::size_t i = 0; i < m; ++i) {
      Sample d = draw(engine, 10 + i % 4, trial % 3 == 0 ? 0.25 : 1e-7);
      for (double& x : d) {
        x += 0.25 * static_cast<double>(i % 5);
      }
      tests.emplace_back(d);
      p.push_back(tests.back().p_value());
    }
    const std::vector<HolmAdjusted> adjusted = holm(p);
    for (std::size_t i = 0; i < m; ++i) {
      const bool rejects = adjusted[i].p <= 0.05;
      EXPECT_EQ(rejects, !tests[i].interval(adjusted[i].alpha).contains(0)) << trial << " " << i;
      EXPECT_GE(adjusted[i].alpha, 0.05 / static_cast<double>(m) * (1 - 1e-12));
      EXPECT_LE(adjusted[i].alpha, 0.05 * (1 + 1e-12));
      ++(rejects ? rejected : kept);
    }
  }
  EXPECT_GT(rejected, 100);
  EXPECT_GT(kept, 100);
}

TEST(Holm, rejects_in_the_order_of_the_p_values) {
  std::mt19937_64 engine(8);
  for (int trial = 0; trial < 100; ++trial) {
    Sample p = draw(engine, 8, 1e-7);
    for (double& x : p) {
      x = x * x * x * x;
    }
    const std::vector<HolmAdjusted> adjusted = holm(p);
    for (std::size_t i = 0; i < p.size(); ++i) {
      for (std::size_t j = 0; j < p.size(); ++j) {
        if (p[i] <= p[j]) {
          EXPECT_LE(adjusted[i].p, adjusted[j].p);
        }
      }
      EXPECT_GE(adjusted[i].p, p[i]);
    }
  }
}

}  // namespace
}  // namespace mqseal::report
