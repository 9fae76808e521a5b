// SPDX-License-Identifier: MIT
// The metrics of one run that thresholds and `primary` may name: paths of numbers in result.json's
// runs (design.md, section 3).
#pragma once

#include <string>
#include <vector>

namespace mqseal::scenario {

[[nodiscard]] const std::vector<std::string>& metric_names();

}  // namespace mqseal::scenario
