// SPDX-License-Identifier: MIT
// A result document seen as a comparison: which arms (cipher and implementation) ran, under which
// conditions, on which flows. Read-only; refers into the document, which must outlive it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/report/model.h"
#include "sim/report/signs.h"

namespace mqseal::report {

/// All load runs of one cipher in one implementation under one condition; the A/A control is an arm
/// of its own.
struct Arm {
  std::string cipher, implementation;
  bool aes = false;       ///< uses AES instructions
  bool control = false;   ///< the second plaintext run of each round
  Levels at;              ///< of the factors that the scenario varied besides the cipher
  std::string condition;  ///< those in words: "QoS 1, 64 B payload"; empty where none varies
  std::string label;      ///< cipher, and implementation where it ran in several
  int order = 0;
  std::vector<const nlohmann::json*> runs;

  /// Label and condition: unique among the arms.
  [[nodiscard]] std::string name() const {
    return condition.empty() ? label : label + ", " + condition;
  }
};

/// From where to where messages went: "plain TCP", "plain TCP to mutual TLS".
struct FlowName {
  std::string id;     ///< "plain", "plain>mtls"
  std::string label;  ///< as on the page
  int order = 0;
};

struct Study {
  const nlohmann::json* result = nullptr;
  std::vector<Arm> arms;            ///< in the catalogue's order, the control first
  std::vector<FlowName> flows;      ///< every one that a load run has
  std::vector<std::string> varied;  ///< factors besides the cipher that the scenario varied
  bool quick_look = false, invented = false, untrusted = false;
  double margin = 0.05;
  int rounds = 0;

  [[nodiscard]] const nlohmann::json& document() const { return *result; }
};

[[nodiscard]] Study make_study(const nlohmann::json& result);

/// A run of the load comparison: not interrupted, no attack, no device program.
[[nodiscard]] bool is_load_run(const nlohmann::json& run);
[[nodiscard]] FlowName flow_name(const nlohmann::json& flow);
/// Levels in words: "64 B payload, QoS 1"; the implementation is left out.
[[nodiscard]] std::string condition_text(const Levels& levels);
/// One factor in words: "64 B payload".
[[nodiscard]] std::string factor_text(std::string_view key, const std::string& level);

/// Median over an arm's runs of `path` in each run, or in each run's flow `flow_id` where given.
[[nodiscard]] std::optional<double> arm_median(const Arm& arm,
                                               std::string_view path,
                                               std::string_view flow_id = {});
/// CPU to seal plus CPU to open, ns, median over the arm's runs.
[[nodiscard]] std::optional<double> seal_open_ns(const Arm& arm);

/// The effects[] entry that compares an arm's cipher for a metric on a flow; nullptr where there is
/// none.
[[nodiscard]] const nlohmann::json* find_effect(const Study& study,
                                                std::string_view metric,
                                                const Arm& arm,
                                                std::string_view flow_id = {});

/// The interval of an effects[] entry in words; an end that the data cannot bound is "unbounded".
/// Empty where the entry has none.
[[nodiscard]] std::string effect_interval_text(const nlohmann::json& effect);
/// Levels of the other factors at which an effects[] entry holds.
[[nodiscard]] Levels effect_levels(const nlohmann::json& effect);
/// Low and high end of `ci`, nullopt where unbounded or absent.
[[nodiscard]] std::pair<std::optional<double>, std::optional<double>> effect_interval(
    const nlohmann::json& effect);
/// "+0.41 µs" : the entry's absolute{} difference in its unit; empty where it has none.
[[nodiscard]] std::string absolute_text(const nlohmann::json& effect);
/// "AES-128-GCM ran on AES instructions, the others did not."; empty where no arm or all did.
[[nodiscard]] std::string instructions_text(const Study& study);
/// effects[] entry that compares plaintext with itself.
[[nodiscard]] bool is_control_effect(const nlohmann::json& effect);

}  // namespace mqseal::report
