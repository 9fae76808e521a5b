// SPDX-License-Identifier: MIT
// Holm's step-down correction of a family of tests, and the level at which each test's interval
// must be drawn so that it leaves out zero exactly where Holm rejects.
#pragma once

#include <span>
#include <vector>

namespace mqseal::report {

struct HolmAdjusted {
  double p;      ///< adjusted p-value, at most 1 (Holm, Scand. J. Statist. 6, 1979)
  double alpha;  ///< draw this test's interval at confidence 1 - alpha
};

/// Adjusts a family at level `level` (0.05), in the order of `p_values`.
///
/// Construction of the interval. Let p(1) <= ... <= p(m) and a(i) = max over j <= i of
/// (m - j + 1) p(j), the adjusted p-value before it is cut at 1: Holm rejects test i if and only if
/// a(i) <= level. Set alpha(i) = level * p(i) / a(i). Then p(i) <= alpha(i) if and only if
/// a(i) <= level, so an interval that is the dual of the test (it holds zero if and only if
/// p > alpha) leaves out zero exactly where Holm rejects: word and bar cannot disagree. Since
/// (m - i + 1) p(i) <= a(i) <= m p(i), alpha(i) lies between level / m (Bonferroni) and
/// level / (m - i + 1) (Holm's own step): never wider than Bonferroni's interval, never narrower
/// than the step that decided. The family-wise error of "leaves out zero" is Holm's; the intervals
/// are no joint 95 % region, but each is at least a 95 % interval by itself.
[[nodiscard]] std::vector<HolmAdjusted> holm(std::span<const double> p_values, double level = 0.05);

}  // namespace mqseal::report
