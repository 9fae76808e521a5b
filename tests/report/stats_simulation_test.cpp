// SPDX-License-Identifier: MIT
// Why the design interleaves: false positives of two identical variants on a machine that drifts
// (AR(1), 3 %, phi 0.9, as measured on shared hosts), by simulation with a fixed seed.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "sim/report/stats/holm.h"
#include "sim/report/stats/rank_sum.h"
#include "sim/report/stats/signed_rank.h"
#include "sim/report/stats/student.h"

namespace mqseal::report {
namespace {

constexpr int experiments = 4000;

class Machine {
 public:
  explicit Machine(std::uint64_t seed) : engine_(seed), drift_(0.03 * normal()) {}

  /// Log of what one run measures, given the log of the truth.
  double run(double truth) {
    constexpr double phi = 0.9;
    drift_ = phi * drift_ + 0.03 * std::sqrt(1 - phi * phi) * normal();
    return truth + drift_ + 0.02 * normal();
  }

  bool coin() { return (engine_() & 1U) != 0; }

 private:
  double normal() {
    const auto uniform = [this] { return (static_cast<double>(engine_() >> 11U) + 0.5) * 0x1p-53; };
    return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform());
  }

  std::mt19937_64 engine_;
  double drift_;
};

/// Differences of `rounds` rounds; in each, both variants once in random order.
std::vector<double> interleaved(Machine& machine, int rounds, double truth) {
  std::vector<double> d;
  for (int round = 0; round < rounds; ++round) {
    const bool first = machine.coin();
    const double a = machine.run(first ? truth : 0), b = machine.run(first ? 0 : truth);
    d.push_back(first ? a - b : b - a);
  }
  return d;
}

double share(int count) {
  return static_cast<double>(count) / experiments;
}

TEST(UnderDrift, interleaved_rounds_give_five_percent_false_positives) {
  for (const int rounds : {10, 20}) {
    int rejected = 0, missed = 0;
    for (int i = 0; i < experiments; ++i) {
      Machine machine(1000 + static_cast<std::uint64_t>(i));
      const SignedRank test(interleaved(machine, rounds, 0));
      rejected += test.p_value() <= 0.05 ? 1 : 0;
      Machine other(50'000 + static_cast<std::uint64_t>(i));
      missed += SignedRank(interleaved(other, rounds, 0.05)).interval(0.05).contains(0.05) ? 0 : 1;
    }
    EXPECT_NEAR(share(rejected), 0.05, 0.012) << rounds;
    EXPECT_NEAR(share(missed), 0.05, 0.012) << rounds;
  }
}

TEST(UnderDrift, paired_t_gives_five_percent_from_three_rounds) {
  for (const int rounds : {3, 5}) {
    int rejected = 0;
    for (int i = 0; i < experiments; ++i) {
      Machine machine(2000 + static_cast<std::uint64_t>(i));
      rejected += StudentT::paired(interleaved(machine, rounds, 0)).p_value() <= 0.05 ? 1 : 0;
    }
    EXPECT_NEAR(share(rejected), 0.05, 0.015) << rounds;
  }
}

// The control of this simulation: the same machine and the naive order must go wrong.
TEST(UnderDrift, one_variant_after_the_other_goes_wrong) {
  int rejected = 0;
  for (int i = 0; i < experiments / 4; ++i) {
    Machine machine(3000 + static_cast<std::uint64_t>(i));
    std::vector<double> a, b;
    for (int run = 0; run < 10; ++run) {
      a.push_back(machine.run(0));
    }
    for (int run = 0; run < 10; ++run) {
      b.push_back(machine.run(0));
    }
    rejected += RankSum(a, b).p_value() <= 0.05 ? 1 : 0;
  }
  EXPECT_GT(share(4 * rejected), 0.2);
}

TEST(UnderDrift, holm_keeps_a_whole_family_at_five_percent) {
  constexpr int variants = 7;
  int any = 0;
  for (int i = 0; i < experiments / 2; ++i) {
    Machine machine(4000 + static_cast<std::uint64_t>(i));
    std::vector<std::vector<double>> d(variants);
    for (int round = 0; round < 12; ++round) {
      const double baseline = machine.run(0);
      for (std::vector<double>& variant : d) {
        variant.push_back(machine.run(0) - baseline);
      }
    }
    std::vector<double> p;
    for (const std::vector<double>& variant : d) {
      p.push_back(SignedRank(variant).p_value());
    }
    const std::vector<HolmAdjusted> adjusted = holm(p);
    any += std::any_of(adjusted.begin(), adjusted.end(), [](const auto& a) { return a.p <= 0.05; })
               ? 1
               : 0;
  }
  EXPECT_LT(share(2 * any), 0.06);
}

}  // namespace
}  // namespace mqseal::report
