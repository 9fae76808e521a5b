// SPDX-License-Identifier: MIT
// The banners of several documents, each told once: they stand above the answer and must be few.
#pragma once

#include <vector>

#include "sim/report/document.h"

namespace mqseal::report {

/// What several parts warn of alike is one banner with their names; so is what begins with the same
/// words in bold, each reason with the names of its parts.
[[nodiscard]] std::vector<Block> combine_banners(const std::vector<Document>& parts);

}  // namespace mqseal::report
