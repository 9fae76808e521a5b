// SPDX-License-Identifier: MIT
// What is known about the result's ciphers from outside, and when this scenario's rate reaches
// their limits, as a table.
#pragma once

#include <optional>

#include "sim/report/document.h"
#include "sim/report/study.h"

namespace mqseal::report {

[[nodiscard]] std::optional<Table> facts_table(const Study& study);

}  // namespace mqseal::report
