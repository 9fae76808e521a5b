// SPDX-License-Identifier: MIT
#include "sim/report/quick_look.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/effect_entry.h"
#include "sim/report/fields.h"
#include "sim/report/model.h"
#include "sim/report/names.h"

namespace mqseal::report {

int rounds_of(const nlohmann::json& result) {
  int rounds = 0;
  for (const nlohmann::json& run : rows(result, "runs")) {
    rounds = std::max(rounds, static_cast<int>(number(run, "round").value_or(0)));
  }
  return rounds;
}

std::string quick_look_text(const nlohmann::json& result) {
  const Design design = design_of(result);
  if (!design.quick_look) {
    return {};
  }
  const int rounds = rounds_of(result);
  if (rounds < static_cast<int>(fewest_quick_rounds) || design.primary.empty()) {
    return fmt::format(
        "Quick look, not for claims: {}.",
        design.primary.empty()
            ? "no primary metric was declared"
            : plural(rounds, "round") + (rounds == 1 ? " allows no verdict" : " allow no verdict"));
  }
  std::vector<std::string> names;
  for (const std::string& metric : design.primary) {
    names.push_back(metric_name(metric).title);
  }
  return fmt::format(
      "Quick look with {}: verdicts stand for the primary {} alone ({}). Every other number is a "
      "quick look, not for claims.",
      plural(rounds, "round"),
      names.size() == 1 ? "metric" : "metrics",
      join_words(names));
}

}  // namespace mqseal::report
