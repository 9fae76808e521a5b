// SPDX-License-Identifier: MIT
// YAML to Scenario: strict. Everything wrong is a base::Error (usage) with file:line:column.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/scenario/study.h"

namespace mqseal::scenario {

/// What the command line changes.
struct Overrides {
  std::vector<std::string> set;  ///< PATH=VALUE: "groups.0.clients=10", "phases.measure=2s"
  std::optional<std::uint64_t> seed;
  std::optional<int> rounds;
  bool quick = false;  ///< 3 rounds at most, a fifth of warm-up and measure, quick look
};

/// Reads, checks every combination of the matrix, fills in resolved_yaml.
[[nodiscard]] Scenario load(const std::filesystem::path& file, const Overrides& overrides = {});
/// The same for a text; `file_name` stands in messages.
[[nodiscard]] Scenario parse(const std::string& text,
                             const std::string& file_name,
                             const Overrides& overrides = {});
/// The file as a study; nothing where it is a scenario of its own.
[[nodiscard]] std::optional<Study> load_study(const std::filesystem::path& file);
/// Reads a file that holds `decision:` alone, or `limits:` and `objectives:` at its top.
[[nodiscard]] Decision load_decision(const std::filesystem::path& file);
/// For fuzzers and `validate`: whether `text` loads and plans. Whatever the bytes, the only error
/// inside is base::Error (usage); any other ends the process.
[[nodiscard]] bool accepts(const std::string& text) noexcept;
/// JSON Schema of the scenario file, made from the same description that load() reads by.
[[nodiscard]] std::string json_schema();
/// The factor keys of design.md, section 3, in its order: the one table in code.
[[nodiscard]] const std::vector<std::string>& factor_keys();

}  // namespace mqseal::scenario
