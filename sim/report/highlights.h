// SPDX-License-Identifier: MIT
// What a result found besides its decision, in a sentence each: for the first screen.
#pragma once

#include <string>
#include <vector>

#include "sim/report/study.h"

namespace mqseal::report {

struct Highlight {
  std::string headline;  ///< for a result that is about this alone
  std::string sentence;  ///< markup
};

/// Attacks, claims, capacity, speed on this host: those that the result holds.
[[nodiscard]] std::vector<Highlight> highlights_of(const Study& study);

}  // namespace mqseal::report
