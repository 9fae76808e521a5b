// SPDX-License-Identifier: MIT
// `mqseal run` and `mqseal validate`.
#include <cstdio>

#include <fmt/format.h>

#include "sim/app/commands.h"
#include "sim/base/clock.h"
#include "sim/base/utc.h"
#include "sim/run/campaign.h"
#include "sim/scenario/plan.h"

namespace mqseal::app {

namespace fs = std::filesystem;

base::ExitCode run(const RunFlags& flags) {
  const scenario::Plan plan = scenario::make_plan(scenario::load(flags.scenario, flags.overrides));
  if (flags.dry_run) {
    fmt::print("{}", scenario::describe(plan));
    return base::ExitCode::done;
  }
  run::CampaignOptions options;
  options.progress = flags.progress;
  options.resume = !flags.resume.empty();
  if (options.resume) {
    options.out = flags.resume;
  } else if (!flags.out.empty()) {
    options.out = flags.out;
  } else {
    options.out = fs::path("results") / "local" /
                  (plan.scenario.name + "-" + base::utc_file_text(base::wall_now()));
  }
  return run::run_campaign(plan, options);
}

base::ExitCode validate(const std::vector<fs::path>& files) {
  base::ExitCode code = base::ExitCode::done;
  for (const fs::path& file : files) {
    try {
      const scenario::Plan plan = scenario::make_plan(scenario::load(file));
      fmt::print("{}: valid; {} runs, about {:.0f} s\n",
                 file.string(),
                 plan.runs.size(),
                 plan.needs.seconds_total);
    } catch (const base::Error& error) {
      fmt::print(stderr, "{}\n", error.what());
      code = base::ExitCode::usage;
    }
  }
  return code;
}

}  // namespace mqseal::app
