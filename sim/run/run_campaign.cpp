// SPDX-License-Identifier: MIT
// The campaign with its real parts: broker and fleet, signals, sim/report. The only place of
// sim/run that calls sim/report.
#include "sim/report/report.h"
#include "sim/run/campaign.h"
#include "sim/run/limits.h"
#include "sim/run/live_executor.h"
#include "sim/run/signals.h"

namespace mqseal::run {

base::ExitCode run_campaign(const scenario::Plan& plan, const CampaignOptions& options) {
  const auto progress = make_progress(options.progress);
  const Reports reports = {
      report::analyse, report::summary_text, [](const std::filesystem::path& dir) {
        static_cast<void>(report::write(dir, {"html", "md"}));
      }};
  check_limits(plan.needs);
  LiveExecutor executor(options.out / "pki");
  const StopSignals signals;
  return run_campaign(plan, options, {executor, *progress, reports, signals.flag()});
}

}  // namespace mqseal::run
