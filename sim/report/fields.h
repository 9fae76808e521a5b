// SPDX-License-Identifier: MIT
// Reading a result document without surprises: a missing or null value is nullopt, never 0.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// The value at a dotted path ("latency_us.response.p99"); nullptr where absent or null.
[[nodiscard]] const nlohmann::json* find(const nlohmann::json& from, std::string_view path);
[[nodiscard]] std::optional<double> number(const nlohmann::json& from, std::string_view path);
/// A string, or a number or bool as text; `otherwise` where absent.
[[nodiscard]] std::string text(const nlohmann::json& from,
                               std::string_view path,
                               std::string otherwise = {});
[[nodiscard]] bool flag(const nlohmann::json& from, std::string_view path);
/// The array at `path`; an empty one where absent.
[[nodiscard]] const nlohmann::json& rows(const nlohmann::json& from, std::string_view path);

/// Median; nullopt of nothing. For an even count the mean of the middle two.
[[nodiscard]] std::optional<double> median(std::vector<double> values);

}  // namespace mqseal::report
