// SPDX-License-Identifier: MIT
#include "sim/report/stats/holm.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace mqseal::report {

std::vector<HolmAdjusted> holm(std::span<const double> p_values, double level) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return p_values[a] < p_values[b];
  });
  std::vector<HolmAdjusted> out(p_values.size());
  double adjusted = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const double p = p_values[order[rank]];
    const auto left = static_cast<double>(order.size() - rank);
    adjusted = std::max(adjusted, left * p);
    // p = 0 (a t test without spread) is rejected at any level.
    const double alpha = p > 0 ? level * p / adjusted : level / left;
    out[order[rank]] = {std::min(1.0, adjusted), alpha};
  }
  return out;
}

}  // namespace mqseal::report
