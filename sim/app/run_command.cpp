// SPDX-License-Identifier: MIT
// `mqseal run` and `mqseal validate`.
#include <cstdio>

#include <fmt/format.h>

#include "sim/app/commands.h"
#include "sim/base/clock.h"
#include "sim/base/utc.h"
#include "sim/run/campaign.h"
#include "sim/run/study.h"
#include "sim/scenario/plan.h"

namespace mqseal::app {

namespace fs = std::filesystem;

namespace {

/// `name`: of the scenario.
run::CampaignOptions options_of(const RunFlags& flags, const std::string& name) {
  run::CampaignOptions options;
  options.progress = flags.progress;
  options.resume = !flags.resume.empty();
  if (options.resume) {
    options.out = flags.resume;
  } else if (!flags.out.empty()) {
    options.out = flags.out;
  } else {
    options.out =
        fs::path("results") / "local" / (name + "-" + base::utc_file_text(base::wall_now()));
  }
  return options;
}

/// As typed, without where it goes and how it shows its progress.
std::string command_of(const RunFlags& flags) {
  std::string command = "mqseal run " + flags.scenario.string();
  command += flags.overrides.quick ? " --quick" : "";
  if (flags.overrides.rounds) {
    command += fmt::format(" --rounds {}", *flags.overrides.rounds);
  }
  if (flags.overrides.seed) {
    command += fmt::format(" --seed {}", *flags.overrides.seed);
  }
  for (const std::string& change : flags.overrides.set) {
    command += fmt::format(" --set '{}'", change);
  }
  return command;
}

base::ExitCode run_all(const RunFlags& flags, const scenario::Study& study) {
  const std::vector<scenario::Plan> plans = scenario::make_plans(study, flags.overrides);
  if (flags.dry_run) {
    fmt::print("{}", scenario::describe(study, plans));
    return base::ExitCode::done;
  }
  run::CampaignOptions options = options_of(flags, study.name);
  options.command = command_of(flags);
  return run::run_study(study, plans, options);
}

}  // namespace

base::ExitCode run(const RunFlags& flags) {
  if (const auto study = scenario::load_study(flags.scenario)) {
    return run_all(flags, *study);
  }
  const scenario::Plan plan = scenario::make_plan(scenario::load(flags.scenario, flags.overrides));
  if (flags.dry_run) {
    fmt::print("{}", scenario::describe(plan));
    return base::ExitCode::done;
  }
  return run::run_campaign(plan, options_of(flags, plan.scenario.name));
}

base::ExitCode validate(const std::vector<fs::path>& files) {
  base::ExitCode code = base::ExitCode::done;
  for (const fs::path& file : files) {
    try {
      if (const auto study = scenario::load_study(file)) {
        const auto plans = scenario::make_plans(*study, {});
        fmt::print("{}: valid; includes {} scenarios\n", file.string(), plans.size());
        continue;
      }
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
