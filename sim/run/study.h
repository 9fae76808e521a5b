// SPDX-License-Identifier: MIT
// Several scenarios, one after another, each a complete result in a folder of its own; the folder
// around them holds an index of the parts and the report of all.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/report/report.h"
#include "sim/run/campaign.h"
#include "sim/scenario/plan.h"
#include "sim/scenario/study.h"

namespace mqseal::run {

// The index, schema "mqseal-study/1": {schema, name, about, scenario, command, status, started_utc,
// finished_utc, parts[] {name, dir, status, exit_code, seconds, message}}; status of a part:
// waiting, running, complete, interrupted, failed.

/// What a study does for each part and at its end, exchangeable in tests.
struct StudyParts {
  std::function<base::ExitCode(const scenario::Plan&, const CampaignOptions&)> run;
  std::function<void(const std::vector<std::filesystem::path>& dirs,
                     const std::filesystem::path& out,
                     const report::StudyLabel& label)>
      write_report;
};

/// Runs each plan into `options.out`/parts/<name>/, rewriting `options.out`/result.json (the index)
/// around each. A part that fails is told and the rest goes on; one that is interrupted ends the
/// study. With `options.resume`, parts that are complete stay as they are. Returns the worst of the
/// parts' exit codes. Throws base::Error (usage) where `out` holds something else.
base::ExitCode run_study(const scenario::Study& study,
                         const std::vector<scenario::Plan>& plans,
                         const CampaignOptions& options,
                         const StudyParts& parts);
/// With the real parts.
base::ExitCode run_study(const scenario::Study& study,
                         const std::vector<scenario::Plan>& plans,
                         const CampaignOptions& options);

/// What lies in a folder.
struct Results {
  std::vector<std::filesystem::path> dirs;  ///< of a study: of those parts that hold runs
  report::StudyLabel study;                 ///< its title empty: `dirs` is the one result
};

/// Throws base::Error (usage) where `dir` is a study's and no part of it has a run.
[[nodiscard]] Results results_in(const std::filesystem::path& dir);

}  // namespace mqseal::run
