// SPDX-License-Identifier: MIT
// Opens the files that a study leads to, depth first, in their order.
#include "sim/scenario/study.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/scenario/load.h"
#include "sim/scenario/plan.h"

namespace mqseal::scenario {
namespace {

constexpr int max_depth = 4;

[[noreturn]] void refuse(const Included& included, const std::string& why) {
  throw base::Error(base::ExitCode::usage, fmt::format("{}: {}", included.at, why));
}

class Opener {
 public:
  explicit Opener(const Overrides& overrides) : overrides_(overrides) {}

  void open(const Study& study, const Included& outer, int depth) {
    for (const Included& included : study.include) {
      const std::filesystem::path file = study.file.parent_path() / included.file;
      Included wanted = outer;
      wanted.rounds = outer.rounds > 0 ? outer.rounds : included.rounds;
      wanted.set.insert(included.set.begin(), included.set.end());
      if (depth > max_depth) {
        refuse(included, fmt::format("studies in studies, more than {} deep", max_depth));
      }
      try {
        if (const auto inner = load_study(file)) {
          open(*inner, wanted, depth + 1);
        } else {
          add(included, make_plan(load(file, overrides_of(wanted))));
        }
      } catch (const base::Error& error) {
        const std::string text = error.what();
        const bool told = text.find(included.at) != std::string::npos;
        throw base::Error(error.code(),
                          told ? text : fmt::format("{}\n  included at {}", text, included.at));
      }
    }
  }

  std::vector<Plan> plans;

 private:
  /// What the command line says comes last, and holds.
  [[nodiscard]] Overrides overrides_of(const Included& wanted) const {
    Overrides overrides = overrides_;
    if (!overrides.rounds && wanted.rounds > 0) {
      overrides.rounds = wanted.rounds;
    }
    std::vector<std::string> set;
    for (const auto& [path, value] : wanted.set) {
      set.push_back(fmt::format("{}={}", path, value));
    }
    overrides.set.insert(overrides.set.begin(), set.begin(), set.end());
    return overrides;
  }

  void add(const Included& included, Plan plan) {
    const std::string& name = plan.scenario.name;
    if (std::ranges::any_of(plans, [&](const Plan& p) { return p.scenario.name == name; })) {
      refuse(included, fmt::format("a part named \"{}\" is there already", name));
    }
    plans.push_back(std::move(plan));
  }

  const Overrides& overrides_;
};

}  // namespace

std::vector<Plan> make_plans(const Study& study, const Overrides& overrides) {
  Opener opener(overrides);
  opener.open(study, {}, 1);
  return std::move(opener.plans);
}

std::string describe(const Study& study, const std::vector<Plan>& plans) {
  std::string text = fmt::format("{}: {}\n", study.name, study.about);
  double seconds = 0;
  std::size_t runs = 0;
  for (const Plan& plan : plans) {
    text += fmt::format("  {:<32} {:>5} runs, {:>3} a round, about {}\n",
                        plan.scenario.name,
                        plan.runs.size(),
                        plan.runs.size() / static_cast<std::size_t>(plan.scenario.rounds),
                        clock_text(plan.needs.seconds_total));
    seconds += plan.needs.seconds_total;
    runs += plan.runs.size();
  }
  return text +
         fmt::format(
             "{} parts, {} runs, about {} in all\n", plans.size(), runs, clock_text(seconds));
}

}  // namespace mqseal::scenario
