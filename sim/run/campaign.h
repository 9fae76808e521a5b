// SPDX-License-Identifier: MIT
// All runs of a plan, one after another; result.json is rewritten, atomically, after each.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "sim/base/error.h"
#include "sim/run/executor.h"
#include "sim/run/progress.h"
#include "sim/scenario/plan.h"

namespace mqseal::run {

struct CampaignOptions {
  std::filesystem::path out;  ///< output directory; made, must not hold a result unless `resume`
  bool resume = false;        ///< skip the runs that `out`/result.json holds
  std::string progress = "auto";  ///< auto | tty | plain | json | none
  std::string command;            ///< that asked for it, for the report of a study
};

/// Makes every run, analyses, writes result.json and the reports, prints the summary on stdout.
/// Returns the exit code of design.md (done, threshold, untrusted, interrupted). SIGINT, SIGTERM
/// and SIGHUP end it at once; a second one ends the process. Throws base::Error: usage, where `out`
/// holds a result or another scenario's; environment, where the broker cannot be used (what was
/// measured before is then in `out`).
base::ExitCode run_campaign(const scenario::Plan& plan, const CampaignOptions& options);

/// What the campaign does with a result document once it has runs: sim/report, or a test's own.
struct Reports {
  std::function<void(nlohmann::json& result)> analyse;
  std::function<std::string(const nlohmann::json& result)> summary;
  /// done, untrusted or threshold, from the analysed result.
  std::function<base::ExitCode(const nlohmann::json& result)> exit_code;
  std::function<void(const std::filesystem::path& dir)> write;
};

/// Runs a program of `measure` and gives {bench[]: its rows, machine{}, warnings[]}; an empty
/// object where `stop` ended it. Throws base::Error (environment) where it cannot run.
using Measure = std::function<nlohmann::json(
    const std::string& name, bool quick_look, const std::atomic<bool>& stop)>;

/// The moving parts, exchangeable in tests.
struct CampaignParts {
  RunExecutor& executor;
  ProgressSink& progress;
  const Reports& reports;
  const std::atomic<bool>& stop;
  Measure measure = {};
};

base::ExitCode run_campaign(const scenario::Plan& plan,
                            const CampaignOptions& options,
                            const CampaignParts& parts);

}  // namespace mqseal::run
