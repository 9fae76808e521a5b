// SPDX-License-Identifier: MIT
// result.json of a campaign: how it begins, how it is read again, how it is saved.
#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include "sim/scenario/plan.h"

namespace mqseal::run {

/// Schema of the index that a study leaves around the results of its parts (sim/run/study.h).
inline constexpr const char* study_schema = "mqseal-study/1";

/// The scenario, resolved, as the object `scenario{}` of result.json.
[[nodiscard]] nlohmann::json scenario_json(const scenario::Scenario& scenario);

/// {limits[]{of, max, min, any_of[]}, objectives[], yaml}, percentages as fractions; null where the
/// scenario states none.
[[nodiscard]] nlohmann::json decision_json(const scenario::Decision& decision);

/// SHA-256 of the scenario's canonical text.
[[nodiscard]] std::string scenario_sha256(const scenario::Scenario& scenario);

/// A document with no run yet, status "running".
[[nodiscard]] nlohmann::json new_document(const scenario::Plan& plan);

/// Reads `file`, written by save_document(). Throws base::Error (usage) where it is no result of
/// this schema.
[[nodiscard]] nlohmann::json read_document(const std::filesystem::path& file);

/// read_document(), made ready to go on: runs that were interrupted are dropped (they are made
/// again) and a warning says so. Throws base::Error (usage) where it was made from another
/// scenario.
[[nodiscard]] nlohmann::json resumed_document(const std::filesystem::path& file,
                                              const scenario::Plan& plan);

/// Atomic. Throws base::Error (environment).
void save_document(const nlohmann::json& document, const std::filesystem::path& file);

}  // namespace mqseal::run
