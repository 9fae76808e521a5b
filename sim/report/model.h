// SPDX-License-Identifier: MIT
// What the statistics know about a result document: its metrics, and its runs as observations.
// Read-only; pointers refer into the document, which must outlive them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sim/report/stats/verdict.h"

namespace mqseal::report {

/// The number at a dotted path of a run or a flow ("latency_us.response.p99"); nullopt where it is
/// absent, null or no number.
[[nodiscard]] std::optional<double> value_at(const nlohmann::json& from, std::string_view path);

/// How one metric is compared.
struct MetricRule {
  std::string path;
  std::string unit;  ///< of the raw value: "ns", "us", "msg/s", "B", "ms", "s"; empty for counts
  Better better = Better::lower;
  /// Plaintext has no meaningful value (it seals nothing): ciphers are compared with a reference
  /// cipher, and their difference to plaintext is given in the unit.
  bool against_reference = false;
  /// Messages that one run must have counted before the value is a percentile with 10 samples
  /// beyond it: 1000 for a p99; 0 for what is no percentile.
  double messages_needed = 0;
};

[[nodiscard]] MetricRule metric_rule(std::string_view path);
/// Compared besides the scenario's primary metrics, never claimed.
[[nodiscard]] const std::vector<std::string>& secondary_metrics();

/// The cipher that metrics with against_reference compare with, where it ran.
inline constexpr std::string_view reference_cipher = "aes-128-eax";

using Levels = std::map<std::string, std::string>;

/// One run, or one flow of it.
struct Observation {
  const nlohmann::json* run = nullptr;
  const nlohmann::json* flow = nullptr;  ///< nullptr: the run as a whole
  int round = 0;
  bool control = false;
  Levels factors;  ///< the run's; of a flow, with "transport"

  [[nodiscard]] std::optional<double> value(const MetricRule& metric) const;
  /// The factor's level; empty where the run does not have it.
  [[nodiscard]] std::string level(const std::string& factor) const;
  [[nodiscard]] std::string implementation() const;
  [[nodiscard]] bool uses_aes_instructions() const;
};

/// The runs that count: not interrupted; of a run and its repeat (design.md, decision 11) the
/// repeat.
[[nodiscard]] std::vector<const nlohmann::json*> counted_runs(const nlohmann::json& result);
/// Those runs as observations. Device programs (no latency, no CPU time) are left out.
[[nodiscard]] std::vector<Observation> run_observations(const nlohmann::json& result);
/// Their flows, where a run has flows over different transports ("plain", "mtls", "plain>mtls");
/// empty where no run has. Flows of one run that share a transport are left out: their percentiles
/// cannot be joined.
[[nodiscard]] std::vector<Observation> flow_observations(const nlohmann::json& result);

/// Settings of the scenario that the analysis needs.
struct Design {
  double margin = 0.05;
  std::vector<std::string> primary;
  bool quick_look = false;
  std::map<std::string, std::vector<std::string>> matrix;  ///< levels in the file's order
};

[[nodiscard]] Design design_of(const nlohmann::json& result);
/// A level as text: strings as they are, numbers and booleans printed.
[[nodiscard]] std::string level_text(const nlohmann::json& level);

}  // namespace mqseal::report
