// SPDX-License-Identifier: MIT
// A decision in words.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// Fills headline, text and reasons[] of a decision{} (decide.h) from the rest of it.
void add_decision_words(nlohmann::json& decision);

}  // namespace mqseal::report
