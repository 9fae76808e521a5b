// SPDX-License-Identifier: MIT
// Which runs are compared with which: every factor that the scenario varied, each level against its
// baseline, at each combination of the other factors, pairs inside a round.
#pragma once

#include <string>
#include <vector>

#include "sim/report/model.h"

namespace mqseal::report {

/// Values of one round.
struct Pair {
  int round;
  double level, baseline;
};

struct Comparison {
  MetricRule metric;
  bool of_flow = false;  ///< of one flow of each run, not of the whole run
  std::string factor, level, baseline;
  Levels at;             ///< the other varied factors
  bool control = false;  ///< the A/A control: the baseline against itself
  std::vector<Pair> pairs;
  /// Where the metric is compared against a reference: the same level against plaintext.
  std::vector<Pair> to_plaintext;
  bool is_reference = false;   ///< the reference itself: only to_plaintext holds
  double reference_value = 0;  ///< of a control of such a metric: the reference's median
  std::string reference;       ///< and its name
  std::string level_implementation, baseline_implementation;
  bool aes_mixed = false;  ///< one of two ciphers ran on AES instructions, the other did not
};

/// Comparisons of one metric over `observations`, in the order of levels; those without a pair
/// included, so that nothing planned vanishes. `factors`: only these; empty: all that vary.
[[nodiscard]] std::vector<Comparison> comparisons_of(const std::vector<Observation>& observations,
                                                     const MetricRule& metric,
                                                     const Design& design,
                                                     const std::vector<std::string>& factors = {});

/// Factors with several levels among the observations that the scenario varied on purpose: those of
/// its matrix, and "transport" of flows. Without a matrix: all but those that follow the cipher.
[[nodiscard]] std::vector<std::string> varied_factors(const std::vector<Observation>& observations,
                                                      const Design& design);

}  // namespace mqseal::report
