// SPDX-License-Identifier: MIT
// Numbers on axes: ticks, and places for labels that must not cover each other. In the units of the
// data; pixels are the chart files' business.
#pragma once

#include <cstddef>
#include <vector>

namespace mqseal::report {

/// Round numbers inside [low, high] (both above 0), at most `most`, for a logarithmic axis: of 1,
/// of 1 2 5, or finer, and always 1 where it lies inside; of a narrow range in even steps.
[[nodiscard]] std::vector<double> log_ticks(double low, double high, std::size_t most);
/// Whole numbers inside [low, high] in steps of 1, 2, 5, 10 ..., at most `most`.
[[nodiscard]] std::vector<double> whole_ticks(double low, double high, std::size_t most);

/// Places for labels that want to stand at `wanted` on a logarithmic axis from `low` to `high`, of
/// which each takes the share `height` of its length: in the same order, none over another, as near
/// as that allows, inside the axis where there is room.
[[nodiscard]] std::vector<double> spread_on_log_axis(const std::vector<double>& wanted,
                                                     double low,
                                                     double high,
                                                     double height);

}  // namespace mqseal::report
