// SPDX-License-Identifier: MIT
// The statistics against published tables and against R 4.2.2 (wilcox.test, t.test, binom.test,
// p.adjust, friedman.test), whose answers are quoted with 12 or more digits.
#include <array>
#include <vector>

#include <gtest/gtest.h>

#include "sim/report/stats/binomial.h"
#include "sim/report/stats/friedman.h"
#include "sim/report/stats/holm.h"
#include "sim/report/stats/rank_sum.h"
#include "sim/report/stats/signed_rank.h"
#include "sim/report/stats/student.h"
#include "sim/report/stats/verdict.h"

namespace mqseal::report {
namespace {

constexpr double exact = 1e-12;
const std::vector<double> ten = {
    0.0312, 0.0118, -0.0047, 0.0261, 0.0409, 0.0083, 0.0197, -0.0129, 0.0350, 0.0226};
// Hamilton depression scale (Hollander and Wolfe, 1973, p. 29), after - before.
const std::vector<double> depression = {
    -0.952, 0.147, -1.022, -0.43, -0.62, -0.59, -0.49, 0.08, -0.01};

SubsetSum ranks_to(std::size_t n) {
  std::vector<std::size_t> ranks(n);
  for (std::size_t i = 0; i < n; ++i) {
    ranks[i] = i + 1;
  }
  return SubsetSum(ranks);
}

TEST(SignedRank, meets_the_published_critical_values) {
  // Two-sided 5 %, n = 6 to 25 (Wilcoxon and Wilcox 1964; Zar, Biostatistical Analysis, B.12).
  const std::array<std::size_t, 20> critical = {0,  2,  3,  5,  8,  10, 13, 17, 21, 25,
                                                29, 34, 40, 46, 52, 58, 65, 73, 81, 89};
  for (std::size_t n = 6; n <= 25; ++n) {
    const SubsetSum null = ranks_to(n);
    EXPECT_LE(2 * null.at_most(critical[n - 6]), 0.05) << n;
    EXPECT_GT(2 * null.at_most(critical[n - 6] + 1), 0.05) << n;
  }
  EXPECT_GT(2 * ranks_to(5).at_most(0), 0.05);
}

TEST(SignedRank, has_the_distribution_of_R_psignrank) {
  const SubsetSum null = ranks_to(10);
  EXPECT_NEAR(null.at_most(0), 0.0009765625, exact);
  EXPECT_NEAR(null.at_most(8), 0.0244140625, exact);
  EXPECT_NEAR(null.at_most(19), 0.2158203125, exact);
  EXPECT_NEAR(null.at_most(27), 0.5, exact);
  EXPECT_EQ(null.at_most(55), 1.0);
}

TEST(SignedRank, agrees_with_R_wilcox_test) {
  const SignedRank test(ten);
  EXPECT_NEAR(test.estimate(), 0.01895, exact);
  EXPECT_NEAR(test.p_value(), 0.01953125, exact);
  EXPECT_NEAR(test.interval(0.05).lower, 0.00485, exact);
  EXPECT_NEAR(test.interval(0.05).upper, 0.03055, exact);
  EXPECT_NEAR(test.interval(0.005).lower, -0.0088, exact);
  EXPECT_NEAR(test.interval(0.005).upper, 0.03795, exact);
}

TEST(SignedRank, agrees_with_R_on_the_depression_scale) {
  const SignedRank test(depression);
  EXPECT_NEAR(test.estimate(), -0.46, exact);
  EXPECT_NEAR(test.p_value(), 0.0390625, exact);
  EXPECT_NEAR(test.interval(0.05).lower, -0.786, exact);
  EXPECT_NEAR(test.interval(0.05).upper, -0.010, exact);
  EXPECT_NEAR(test.interval(0.1).lower, -0.726, exact);
  EXPECT_NEAR(test.interval(0.1).upper, -0.175, exact);
  EXPECT_NEAR(test.interval(0.01).lower, -0.987, exact);
  EXPECT_NEAR(test.interval(0.01).upper, 0.1135, exact);
}

TEST(SignedRank, reaches_five_percent_with_six_rounds_and_not_with_five) {
  const std::vector<double> six = {0.011, 0.023, 0.035, 0.047, 0.062, 0.081};
  EXPECT_NEAR(SignedRank(six).p_value(), 0.03125, exact);
  EXPECT_NEAR(SignedRank(six).interval(0.05).lower, 0.011, exact);
  EXPECT_NEAR(SignedRank(six).interval(0.05).upper, 0.081, exact);
  const std::vector<double> five(six.begin(), six.end() - 1);
  EXPECT_FALSE(SignedRank(five).interval(0.05).bounded());
  EXPECT_EQ(fewest_for_signed_rank(0.05), 6);
  EXPECT_EQ(fewest_for_signed_rank(0.05 / 20), 10);
}

TEST(StudentT, agrees_with_R_t_test) {
  const StudentT paired = StudentT::paired(std::span(ten).first(4));
  EXPECT_NEAR(paired.estimate(), 0.0161, exact);
  EXPECT_NEAR(paired.p_value(), 0.139588057829558, exact);
  EXPECT_NEAR(paired.interval(0.05).lower, -0.00954355385152522, exact);
  EXPECT_NEAR(paired.interval(0.05).upper, 0.04174355385152522, exact);
}

// Hollander and Wolfe (1973), p. 69: permeability of the chorioamnion.
const std::vector<double> at_term = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
const std::vector<double> early = {1.15, 0.88, 0.90, 0.74, 1.21};

TEST(StudentT, agrees_with_R_on_two_samples) {
  const StudentT welch = StudentT::welch(at_term, early);
  EXPECT_NEAR(welch.p_value(), 0.0621013437810785, exact);
  EXPECT_NEAR(welch.interval(0.05).lower, -0.693724996335104, exact);
  EXPECT_NEAR(welch.interval(0.05).upper, 0.019724996335104, exact);
}

TEST(StudentT, without_spread_is_certain) {
  const std::vector<double> same = {0.5, 0.5, 0.5};
  EXPECT_EQ(StudentT::paired(same).p_value(), 0);
  EXPECT_EQ(StudentT::paired(same).interval(0.05).lower, 0.5);
}

TEST(RankSum, agrees_with_R_wilcox_test) {
  const RankSum test(at_term, early);
  EXPECT_NEAR(test.estimate(), -0.305, exact);
  EXPECT_NEAR(test.p_value(), 0.254412254412254, exact);
  EXPECT_NEAR(test.interval(0.05).lower, -0.76, exact);
  EXPECT_NEAR(test.interval(0.05).upper, 0.15, exact);
  EXPECT_NEAR(test.interval(0.1).lower, -0.72, exact);
  EXPECT_NEAR(test.interval(0.1).upper, 0.08, exact);
}

TEST(RankSum, meets_the_published_critical_values) {
  // Largest U with two-sided p <= 0.05 for equal samples of 4 to 10 (Mann and Whitney 1947;
  // Milton 1964): 0, 2, 5, 8, 13, 17, 23.
  const std::array<int, 7> critical = {0, 2, 5, 8, 13, 17, 23};
  for (int n = 4; n <= 10; ++n) {
    // y = the even numbers shifted so that exactly U of the pairs have y > x.
    for (const int beyond : {0, 1}) {
      std::vector<double> x, y;
      int pairs = critical[static_cast<std::size_t>(n - 4)] + beyond;
      for (int i = 0; i < n; ++i) {
        x.push_back(10.0 * i + 10);
        const int over = std::min(pairs, n);
        y.push_back(10.0 * over + 5 + 0.1 * i);
        pairs -= over;
      }
      EXPECT_EQ(RankSum(x, y).p_value() <= 0.05, beyond == 0) << n << " + " << beyond;
    }
  }
}

TEST(Holm, agrees_with_R_p_adjust) {
  const std::vector<double> p = {0.01, 0.04, 0.03, 0.005, 0.2, 0.03};
  const std::vector<double> expected = {0.05, 0.12, 0.12, 0.03, 0.20, 0.12};
  const std::vector<HolmAdjusted> adjusted = holm(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    EXPECT_NEAR(adjusted[i].p, expected[i], exact) << i;
  }
}

TEST(ClopperPearson, agrees_with_R_binom_test) {
  EXPECT_EQ(clopper_pearson(0, 10).lower, 0);
  EXPECT_NEAR(clopper_pearson(0, 10).upper, 0.308497107818761, exact);
  EXPECT_NEAR(clopper_pearson(3, 10).lower, 0.0667395111777345, exact);
  EXPECT_NEAR(clopper_pearson(3, 10).upper, 0.6524528500599973, exact);
  EXPECT_NEAR(clopper_pearson(10, 10).lower, 0.691502892181239, exact);
  EXPECT_EQ(clopper_pearson(10, 10).upper, 1);
  EXPECT_NEAR(clopper_pearson(1, 100).lower, 0.000253146032977421, exact);
  EXPECT_NEAR(clopper_pearson(27, 75).upper, 0.479101587147231, exact);
  EXPECT_EQ(clopper_pearson(0, 0).upper, 1);
}

TEST(ClopperPearson, of_none_in_n_stays_just_under_three_by_n) {
  for (const std::uint64_t n : {20U, 100U, 1000U}) {
    const double limit = binomial_upper_limit(0, n);
    EXPECT_LT(limit, 3.0 / static_cast<double>(n));
    EXPECT_GT(limit, 2.7 / static_cast<double>(n));
  }
}

TEST(Friedman, agrees_with_R_on_rounding_first_base) {
  // Hollander and Wolfe (1973), p. 140: 22 players, 3 methods.
  const std::vector<std::vector<double>> times = {
      {5.40, 5.50, 5.55}, {5.85, 5.70, 5.75}, {5.20, 5.60, 5.50}, {5.55, 5.50, 5.40},
      {5.90, 5.85, 5.70}, {5.45, 5.55, 5.60}, {5.40, 5.40, 5.35}, {5.45, 5.50, 5.35},
      {5.25, 5.15, 5.00}, {5.85, 5.80, 5.70}, {5.25, 5.20, 5.10}, {5.65, 5.55, 5.45},
      {5.60, 5.35, 5.45}, {5.05, 5.00, 4.95}, {5.50, 5.50, 5.40}, {5.45, 5.55, 5.50},
      {5.55, 5.55, 5.35}, {5.45, 5.50, 5.55}, {5.50, 5.45, 5.25}, {5.65, 5.60, 5.40},
      {5.70, 5.65, 5.55}, {6.30, 6.30, 6.25}};
  const FriedmanResult result = friedman(times);
  EXPECT_NEAR(result.statistic, 11.1428571428571, 1e-9);
  EXPECT_EQ(result.freedom, 2U);
  EXPECT_NEAR(result.p, 0.00380504077551136, exact);
}

TEST(Friedman, of_nothing_but_ties_is_one) {
  EXPECT_EQ(friedman({{1, 1, 1}, {2, 2, 2}}).p, 1);
}

TEST(Verdict, has_one_word_for_each_place_of_the_interval) {
  const auto word = [](double lower, double upper) {
    return judge({lower, upper}, 0.05, Better::lower);
  };
  EXPECT_EQ(word(0.059, 0.104), Verdict::worse);
  EXPECT_EQ(word(-0.2, -0.06), Verdict::better);
  EXPECT_EQ(word(0.03, 0.09), Verdict::worse);
  EXPECT_EQ(word(0.010, 0.036), Verdict::below_margin);
  EXPECT_EQ(word(-0.036, -0.010), Verdict::below_margin);
  EXPECT_EQ(word(-0.017, 0.020), Verdict::equivalent);
  EXPECT_EQ(word(0, 0.02), Verdict::equivalent);
  EXPECT_EQ(word(-0.03, 0.09), Verdict::cannot_tell);
  EXPECT_EQ(judge({0.06, 0.1}, 0.05, Better::higher), Verdict::better);
  EXPECT_TRUE(beyond_margin({0.06, 0.1}, 0.05));
  EXPECT_FALSE(beyond_margin({0.03, 0.1}, 0.05));
}

TEST(Verdict, says_how_many_more_rounds_would_settle_it) {
  // Half-width 10 %, estimate 0, margin 5 %: four times the rounds.
  EXPECT_EQ(rounds_to_settle({-0.1, 0.1}, 0, 0.05, 10, 6), 30);
  EXPECT_EQ(rounds_to_settle({-0.01, 0.01}, 0, 0.05, 10, 6), 0);
  EXPECT_EQ(rounds_to_settle({-0.2, 0.2}, 0, 0.05, 4, 10), 60);
}

}  // namespace
}  // namespace mqseal::report
