// SPDX-License-Identifier: MIT
// What takes the machine out of a comparison of two results: the controls of each round.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "sim/report/study.h"

namespace mqseal::report {

using ByRound = std::map<int, double>;  ///< a value of each round

/// Values of an arm above 0.
[[nodiscard]] ByRound values_of(const Arm& arm, const MetricRule& metric);
[[nodiscard]] std::vector<double> plain_values(const ByRound& values);
/// The arm of another study with the same cipher under the same condition; nullptr for none.
[[nodiscard]] const Arm* same_arm(const Study& study, const Arm& arm);

/// What the values of `arm` are divided by in the base and in the other file: plaintext of the same
/// round and condition; of metrics that plaintext has no value of its own in, the typical distance
/// of all ciphers from their middles over both files, for which three ciphers are needed.
[[nodiscard]] std::pair<ByRound, ByRound> controls_of(const Study& base,
                                                      const Study& other,
                                                      const Arm& arm,
                                                      const MetricRule& metric);
/// Change of the controls themselves: the machine's, or that of all ciphers together.
[[nodiscard]] std::optional<double> common_change(const std::pair<ByRound, ByRound>& controls);

}  // namespace mqseal::report
