// SPDX-License-Identifier: MIT
// All runs of a plan, one after another; result.json is rewritten, atomically, after each.
#pragma once

#include <filesystem>
#include <string>

#include "sim/base/error.h"
#include "sim/scenario/plan.h"

namespace mqseal::run {

struct CampaignOptions {
  std::filesystem::path out;  ///< output directory; made, must not hold a result unless `resume`
  bool resume = false;        ///< skip the runs that `out`/result.json holds
  std::string progress = "auto";  ///< auto | tty | plain | json | none
};

/// Makes every run, analyses, writes result.json and the reports, prints the summary on stdout.
/// Returns the exit code of design.md (done, threshold, untrusted, interrupted).
base::ExitCode run_campaign(const scenario::Plan& plan, const CampaignOptions& options);

}  // namespace mqseal::run
