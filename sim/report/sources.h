// SPDX-License-Identifier: MIT
// The numbered list of what the page cites.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/report/document.h"
#include "sim/report/study.h"

namespace mqseal::report {

/// Every source of the facts and claims that the page shows, each once, in the page's order.
[[nodiscard]] std::vector<std::string> sources_of(const Study& study);
/// "[3]", leading to the list in the section on method; "–" for what is not in `sources`. A fact
/// that is not `confirmed` says so.
[[nodiscard]] Cell source_cell(const std::vector<std::string>& sources,
                               std::string_view source,
                               bool confirmed);

}  // namespace mqseal::report
