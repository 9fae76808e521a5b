// SPDX-License-Identifier: MIT
// The answers of those results that stand beside a load comparison, as one table.
#pragma once

#include <string>
#include <vector>

#include "sim/report/document.h"

namespace mqseal::report {

struct OtherAnswer {
  const Document* part;
  std::string href;  ///< where the page shows its evidence: "#table-attacks-9"; empty: nowhere
};

/// A row for each: what it found, what its checks say (the worst first), how to run it again.
[[nodiscard]] Table other_answers(const std::vector<OtherAnswer>& answers);

}  // namespace mqseal::report
