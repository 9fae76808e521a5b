// SPDX-License-Identifier: MIT
// The Pareto front of the candidates that no limit rules out, and how firm it is.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/report/decide_values.h"

namespace mqseal::report {

/// How one candidate stands to another under one objective.
enum class Standing { better, equal, worse, incomparable };

/// One objective: `evidence[i]` is candidate i's.
struct Objective {
  std::string name;
  bool more_is_better = false;
  bool uses_margin = false;  ///< differences within the margin do not count
  std::vector<Evidence> evidence;

  [[nodiscard]] bool known(std::size_t candidate) const {
    return !evidence[candidate].readings.empty();
  }
};

struct Front {
  std::vector<bool> ranked;  ///< every objective has a value of it
  std::vector<bool> on;      ///< ranked, and no other dominates it
  std::vector<std::vector<std::size_t>> dominated_by;
  std::vector<double> share;  ///< of the resamples in which it is on the front
  double same = 1;            ///< share of the resamples with exactly this front
  int resamples = 0;          ///< 0: nothing measured, so nothing to resample
};

/// `aes[i]`: candidate i ran on AES instructions; host figures are not compared across that line.
/// Rounds are resampled with replacement, `resamples` times, all candidates alike.
[[nodiscard]] Front front_of(const std::vector<Objective>& objectives,
                             const std::vector<bool>& aes,
                             double margin,
                             std::uint64_t seed,
                             int resamples);

}  // namespace mqseal::report
