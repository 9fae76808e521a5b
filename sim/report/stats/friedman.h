// SPDX-License-Identifier: MIT
// Friedman's test: does any of several variants differ, in a design of complete rounds?
#pragma once

#include <cstddef>
#include <vector>

namespace mqseal::report {

struct FriedmanResult {
  double statistic;  ///< corrected for ties; chi-squared with `freedom` degrees in large samples
  std::size_t freedom;
  double p;
};

/// `rounds[r][v]`: value of variant v in round r; 2 or more variants, the same number in each
/// round, 1 or more rounds. Mid-ranks for ties (Hollander, Wolfe, Chicken 2014, section 7.1);
/// p = 1 where every round is all ties.
[[nodiscard]] FriedmanResult friedman(const std::vector<std::vector<double>>& rounds);

}  // namespace mqseal::report
