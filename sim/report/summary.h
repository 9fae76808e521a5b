// SPDX-License-Identifier: MIT
// The one summary table of a load comparison: medians of the runs and the change against plaintext.
#pragma once

#include "sim/report/document.h"
#include "sim/report/study.h"

namespace mqseal::report {

[[nodiscard]] Table summary_table(const Study& study);

}  // namespace mqseal::report
