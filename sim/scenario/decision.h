// SPDX-License-Identifier: MIT
// `decision:` of a scenario, and the limits file of `mqseal decide`: limits that rule a cipher out,
// and objectives over which the rest is compared. Plain structs and their strict reader; the
// deciding is sim/report's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/document.h"

namespace mqseal::scenario {

/// What a limit or an objective can be about.
struct Criterion {
  enum class Kind : std::uint8_t { number, percent, words };

  std::string name;  ///< a metric's path, or a name of its own; ends with its unit
  Kind kind = Kind::number;
  std::string help;
  std::vector<std::string> words = {};  ///< of Kind::words: what any_of may list
  bool may_be_objective = true;
};

/// All of them: the metrics of metrics.h, then what is known of cipher, envelope and device.
[[nodiscard]] const std::vector<Criterion>& criteria();
/// nullptr where there is none of this name.
[[nodiscard]] const Criterion* find_criterion(std::string_view name);

struct Limit {
  std::string criterion;
  std::optional<double> max, min;  ///< percentages as fractions
  std::vector<std::string> any_of;
};

struct Decision {
  std::vector<Limit> limits;            ///< in the file's order
  std::vector<std::string> objectives;  ///< criteria: less is better unless the criterion says else

  [[nodiscard]] bool empty() const { return limits.empty() && objectives.empty(); }
};

/// Reads the value of `decision:`. Throws base::Error (usage) with file:line:column.
[[nodiscard]] Decision read_decision(const Node& node);
/// As block YAML without "decision:", each line behind `indent`: reads back as the same.
[[nodiscard]] std::string decision_yaml(const Decision& decision, std::string_view indent);

}  // namespace mqseal::scenario
