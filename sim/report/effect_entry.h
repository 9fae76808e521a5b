// SPDX-License-Identifier: MIT
// A comparison with its tests, and how it is written into effects[] (analyse_effects.h).
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "sim/report/model_comparisons.h"
#include "sim/report/stats/round_test.h"

namespace mqseal::report {

/// A quick look judges its primary metrics from this many complete rounds on, and nothing else.
inline constexpr std::size_t fewest_quick_rounds = 5;

/// An entry of effects[] on its way.
struct EffectDraft {
  Comparison comparison;
  bool primary = false;
  std::string kind;    ///< ratio, difference, reference; share: of the reference, for its control
  RoundTest test;      ///< of log ratios, of differences, or of shares
  RoundTest absolute;  ///< against plaintext, in the unit
  double alpha = significance;
  std::optional<double> p_holm;
  std::size_t family_size = 0;

  [[nodiscard]] bool in_family() const {
    return !comparison.control && kind != "reference" && test.p.has_value();
  }

  /// Name of its Holm family: the declared one, or that of its own metric.
  [[nodiscard]] std::string family() const {
    return primary ? "primary"
                   : comparison.metric.path + (comparison.of_flow ? "|flow|" : "|run|") +
                         comparison.factor;
  }

  /// Whether it gets a verdict and its family's correction.
  [[nodiscard]] bool is_judged(const Design& design) const {
    const std::size_t rounds =
        comparison.is_reference ? comparison.to_plaintext.size() : comparison.pairs.size();
    return !design.quick_look || (primary && rounds >= fewest_quick_rounds);
  }
};

[[nodiscard]] nlohmann::json entry_of(const EffectDraft& effect, const Design& design);

}  // namespace mqseal::report
