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

namespace mqseal::report {

/// All load runs of one cipher in one implementation; the A/A control is an arm of its own.
struct Arm {
  std::string cipher, implementation;
  bool aes = false;      ///< uses AES instructions
  bool control = false;  ///< the second plaintext run of each round
  std::string label;     ///< unique among the arms
  int order = 0;
  std::vector<const nlohmann::json*> runs;
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
  std::vector<std::string> varied;  ///< factor keys with several levels, other than the arm's
  bool quick_look = false, invented = false, untrusted = false;
  double margin = 0.05;
  int rounds = 0;

  [[nodiscard]] const nlohmann::json& document() const { return *result; }
};

[[nodiscard]] Study make_study(const nlohmann::json& result);

/// A run of the load comparison: not interrupted, no attack, no device program.
[[nodiscard]] bool is_load_run(const nlohmann::json& run);
[[nodiscard]] FlowName flow_name(const nlohmann::json& flow);
/// The varied factors among `factors` in words: "64 B payload, QoS 1"; empty where none varies.
[[nodiscard]] std::string condition_text(const Study& study, const nlohmann::json& factors);
/// One factor in words: "payload 64 B".
[[nodiscard]] std::string factor_text(std::string_view key, const std::string& level);

/// Median over an arm's runs of `path` in each run, or in each run's flow `flow_id` where given.
[[nodiscard]] std::optional<double> arm_median(const Arm& arm,
                                               std::string_view path,
                                               std::string_view flow_id = {});
/// CPU to seal plus CPU to open, ns, median over the arm's runs.
[[nodiscard]] std::optional<double> seal_open_ns(const Arm& arm);

/// The effects[] entry of a cipher for a metric on a flow; nullptr where there is none.
[[nodiscard]] const nlohmann::json* find_effect(const Study& study,
                                                std::string_view metric,
                                                std::string_view cipher,
                                                std::string_view flow_id = {});

/// Sign and word for a verdict of effects[]: "▲ worse", "≈ equivalent", "? cannot tell".
struct VerdictText {
  std::string sign, word, tone;
};

[[nodiscard]] VerdictText verdict_text(std::string_view verdict);
/// The interval of an effects[] entry in words; an end that the data cannot bound is "unbounded".
/// Empty where the entry has none.
[[nodiscard]] std::string effect_interval_text(const nlohmann::json& effect);
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
