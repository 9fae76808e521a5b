// SPDX-License-Identifier: MIT
// The page's sections, in its order. Each says what the result holds, or which command would
// measure what it lacks.
#pragma once

#include "sim/report/document.h"
#include "sim/report/study.h"

namespace mqseal::report {

[[nodiscard]] Section answer_section(const Study& study);       ///< #answer
[[nodiscard]] Section decision_section(const Study& study);     ///< #decision
[[nodiscard]] Section performance_section(const Study& study);  ///< #performance
[[nodiscard]] Section cost_section(const Study& study);         ///< #cost
[[nodiscard]] Section security_section(const Study& study);     ///< #security
[[nodiscard]] Section trust_section(const Study& study);        ///< #trust
[[nodiscard]] Section coursework_section(const Study& study);   ///< #coursework
[[nodiscard]] Section reproduce_section(const Study& study);    ///< #reproduce
[[nodiscard]] Section method_section(const Study& study);       ///< #method

}  // namespace mqseal::report
