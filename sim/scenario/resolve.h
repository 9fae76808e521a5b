// SPDX-License-Identifier: MIT
// A scenario back to YAML: canonical, every default written out, loadable again.
#pragma once

#include <string>

#include "sim/scenario/scenario.h"

namespace mqseal::scenario {

/// The text of Scenario::resolved_yaml.
[[nodiscard]] std::string resolved_text(const Scenario& scenario);

}  // namespace mqseal::scenario
