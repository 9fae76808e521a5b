// SPDX-License-Identifier: MIT
// The campaign with its real parts: broker and fleet, signals, sim/report. The only place of
// sim/run that calls sim/report.
#include <nlohmann/json.hpp>

#include "sim/report/report.h"
#include "sim/run/campaign.h"
#include "sim/run/limits.h"
#include "sim/run/live_executor.h"
#include "sim/run/measure.h"
#include "sim/run/signals.h"
#include "sim/run/study.h"
#include "sim/sandbox/network.h"

namespace mqseal::run {

namespace {

const std::vector<std::string> report_formats{"html", "md", "csv", "tex"};

/// Tries the packet rules before anything is measured. Throws base::Error (usage) where nft does
/// not take them.
void check_firewall(const scenario::Plan& plan, const sandbox::Support& namespaces) {
  const auto& flood = plan.scenario.flood;
  if (!flood || flood->defence.firewall.empty() || !namespaces.possible) {
    return;
  }
  try {
    sandbox::Network().set_rules(flood->defence.firewall);
  } catch (const base::Error& error) {
    throw base::Error(error.code(), std::string("attack.defence.firewall: ") + error.what());
  }
}

}  // namespace

base::ExitCode run_campaign(const scenario::Plan& plan, const CampaignOptions& options) {
  const sandbox::Support namespaces = sandbox::prepare();  // while this is the only thread
  const auto progress = make_progress(options.progress);
  Reports reports;
  reports.analyse = report::analyse;
  reports.summary = [](const nlohmann::json& result) { return report::summary_text(result); };
  reports.exit_code = report::exit_code;
  reports.write = [](const std::filesystem::path& dir) {
    static_cast<void>(report::write(dir, report_formats));
  };
  check_limits(plan.needs);
  scenario::check_cpu(plan);
  check_firewall(plan, namespaces);
  LiveExecutor executor(options.out / "pki", namespaces);
  const StopSignals signals;
  const Measure programs = [folder = own_folder()](
                               const std::string& name, bool quick, const std::atomic<bool>& stop) {
    return measure(folder, name, quick, stop);
  };
  return run_campaign(plan, options, {executor, *progress, reports, signals.flag(), programs});
}

base::ExitCode run_study(const scenario::Study& study,
                         const std::vector<scenario::Plan>& plans,
                         const CampaignOptions& options) {
  return run_study(study,
                   plans,
                   options,
                   {[](const scenario::Plan& plan, const CampaignOptions& of_part) {
                      return run_campaign(plan, of_part);
                    },
                    [](const std::vector<std::filesystem::path>& dirs,
                       const std::filesystem::path& out,
                       const report::StudyLabel& label) {
                      static_cast<void>(report::write_combined(dirs, out, report_formats, label));
                    }});
}

}  // namespace mqseal::run
