// SPDX-License-Identifier: MIT
// The campaign with its real parts: broker and fleet, signals, sim/report. The only place of
// sim/run that calls sim/report.
#include <nlohmann/json.hpp>

#include "sim/report/report.h"
#include "sim/run/campaign.h"
#include "sim/run/limits.h"
#include "sim/run/live_executor.h"
#include "sim/run/signals.h"

namespace mqseal::run {

base::ExitCode run_campaign(const scenario::Plan& plan, const CampaignOptions& options) {
  const sandbox::Support namespaces = sandbox::prepare();  // while this is the only thread
  const auto progress = make_progress(options.progress);
  Reports reports;
  reports.analyse = report::analyse;
  reports.summary = [](const nlohmann::json& result) { return report::summary_text(result); };
  reports.exit_code = report::exit_code;
  reports.write = [](const std::filesystem::path& dir) {
    static_cast<void>(report::write(dir, {"html", "md", "csv", "tex"}));
  };
  check_limits(plan.needs);
  scenario::check_cpu(plan);
  LiveExecutor executor(options.out / "pki", namespaces);
  const StopSignals signals;
  return run_campaign(plan, options, {executor, *progress, reports, signals.flag()});
}

}  // namespace mqseal::run
