// SPDX-License-Identifier: MIT
// The text of --dry-run. What it predicts about precision is what was simulated, and no more.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "sim/scenario/limits.h"
#include "sim/scenario/plan.h"

namespace mqseal::scenario {
namespace {

constexpr std::size_t max_listed_with_seeds = 200;
constexpr std::size_t max_listed = 5000;

std::size_t runs_per_round(const Plan& plan) {
  return plan.runs.size() / static_cast<std::size_t>(plan.scenario.rounds);
}

bool has_control(const Plan& plan) {
  return std::ranges::any_of(plan.runs, &Run::control);
}

std::string needs_text(const Plan& plan) {
  const Needs& needs = plan.needs;
  const MachineLimits limits = machine_limits();
  const std::size_t descriptors = needs.sockets + reserved_descriptors;
  const std::string ports =
      limits.local_ports ? fmt::format("{}", *limits.local_ports) : std::string("unknown");
  return fmt::format(
      "needs of the largest run\n"
      "  clients           {}\n"
      "  file descriptors  {} in the fleet, as many in the broker; hard limit {}: {}\n"
      "  local ports       {} of {}\n"
      "  messages          {:.0f} published (warm-up included)\n",
      needs.clients,
      descriptors,
      limits.descriptors,
      descriptors <= limits.descriptors ? "enough" : "NOT ENOUGH, the run would be refused",
      needs.sockets,
      ports,
      needs.messages_per_run);
}

/// A percentile counts with at least 10 samples beyond it.
std::string percentiles_text(const Plan& plan) {
  struct Percentile {
    std::string_view name;
    double samples;
  };

  constexpr std::array<Percentile, 4> all{
      {{"p50", 20}, {"p90", 100}, {"p99", 1000}, {"p99.9", 10000}}};
  const double recorded = plan.needs.recorded_min;
  std::string good;
  std::string lacking;
  for (const Percentile& percentile : all) {
    if (recorded >= percentile.samples) {
      good += fmt::format(" {}", percentile.name);
    } else {
      lacking += fmt::format(" {} needs {:.0f};", percentile.name, percentile.samples);
    }
  }
  std::string text = fmt::format(
      "percentiles (10 samples beyond each; {:.0f} deliveries recorded in "
      "the smallest run)\n  supported:{}\n",
      recorded,
      good.empty() ? " none" : good);
  if (!lacking.empty()) {
    text += fmt::format("  not supported:{}\n", lacking.substr(0, lacking.size() - 1));
  }
  return text;
}

/// Half-width of the 95 % interval of a change, simulated for 7 variants and 2 % run noise.
struct Simulated {
  int rounds;
  double half_width_percent;
};

constexpr std::array<Simulated, 5> simulated{{{6, 6.3}, {8, 4.1}, {10, 3.3}, {15, 2.4}, {20, 2.0}}};

std::string precision_text(const Plan& plan) {
  const int rounds = plan.scenario.rounds;
  std::string text = "precision\n";
  if (rounds < 6) {
    text += fmt::format(
        "  {} rounds: an exact 95 % interval needs 6, so this is a quick look, not for claims\n",
        rounds);
    return text;
  }
  double half_width = 0;
  for (const Simulated& row : simulated) {
    half_width = row.rounds <= rounds ? row.half_width_percent : half_width;
  }
  text += fmt::format(
      "  {} rounds: about +-{:.1f} % or better around a change (simulated: 7 variants, 2 % noise "
      "of "
      "a run)\n",
      rounds,
      half_width);
  const std::size_t arms = runs_per_round(plan) - 1 - (has_control(plan) ? 1 : 0);  // no baseline
  const std::size_t comparisons = arms * plan.scenario.primary.size();
  const double smallest_p = std::pow(2.0, 1 - rounds) * static_cast<double>(comparisons);
  if (comparisons > 0) {
    text += fmt::format("  {} comparisons ({} primary metrics): {}\n",
                        comparisons,
                        plan.scenario.primary.size(),
                        smallest_p <= 0.05
                            ? "the corrected signed-rank test can reach 5 %"
                            : "too many for these rounds; no corrected p-value can reach 5 %");
  }
  return text;
}

std::string runs_text(const Plan& plan) {
  std::string text = "runs, in order\n";
  if (plan.runs.size() <= max_listed_with_seeds) {
    for (const Run& run : plan.runs) {
      text += fmt::format("  {:<48} seed {:016x}\n", run.id, run.seed);
    }
    return text;
  }
  int round = 0;
  for (std::size_t i = 0; i < std::min(plan.runs.size(), max_listed); ++i) {
    if (plan.runs[i].round != round) {
      round = plan.runs[i].round;
      text += fmt::format("{}  round {}:", i == 0 ? "" : "\n", round);
    }
    text += ' ' + plan.runs[i].id.substr(plan.runs[i].id.find('-') + 1);
  }
  text += '\n';
  if (plan.runs.size() > max_listed) {
    text += fmt::format("  and {} more, in the same way\n", plan.runs.size() - max_listed);
  }
  return text;
}

}  // namespace

std::string clock_text(double seconds) {
  const auto whole = static_cast<long long>(std::ceil(seconds));
  return whole < 60     ? fmt::format("{} s", whole)
         : whole < 3600 ? fmt::format("{} min {:02} s", whole / 60, whole % 60)
                        : fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

std::string describe(const Plan& plan) {
  const Scenario& scenario = plan.scenario;
  if (!scenario.measure.empty()) {
    return fmt::format("{}\nplan\n  no broker and no fleet: {}; about {}\n",
                       scenario.resolved_yaml,
                       fmt::join(scenario.measure, ", "),
                       clock_text(plan.needs.seconds_total));
  }
  const double drain =
      static_cast<double>(scenario.phases.drain) / static_cast<double>(base::nanos_per_second);
  return fmt::format(
      "{}\nplan\n"
      "  {} runs: {} rounds of {} combinations{}; seed {}\n"
      "  about {} in all, {:.1f} s the longest run; up to {:.1f} s more for a run whose messages "
      "are "
      "slow to arrive\n{}{}{}{}",
      scenario.resolved_yaml,
      plan.runs.size(),
      scenario.rounds,
      runs_per_round(plan) - (has_control(plan) ? 1 : 0),
      has_control(plan) ? " and the A/A control" : "",
      scenario.seed,
      clock_text(plan.needs.seconds_total),
      plan.needs.seconds_per_run,
      drain,
      needs_text(plan),
      has_control(plan) ? percentiles_text(plan) : "",
      has_control(plan) ? precision_text(plan) : "",
      runs_text(plan));
}

}  // namespace mqseal::scenario
