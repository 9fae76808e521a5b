// SPDX-License-Identifier: MIT
// The signs that stand for verdicts and outcomes, in UTF-8 and in ASCII.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// Sign and word for a verdict of effects[]: "▲ worse", "≈ equivalent", "? cannot tell"; all empty
/// for none. `tone` is bad, good, warn or muted.
struct VerdictText {
  std::string sign, word, tone;
};

[[nodiscard]] VerdictText verdict_text(std::string_view verdict);
/// The sign of an effects[] entry; empty for none.
[[nodiscard]] std::string verdict_sign(const nlohmann::json& effect);
/// Whether the environment's locale (LC_ALL, LC_CTYPE, LANG) is UTF-8.
[[nodiscard]] bool locale_is_utf8();
/// UTF-8 signs of our texts (minus, times, thin space, verdict signs ...) as ASCII.
[[nodiscard]] std::string to_ascii(std::string text);

}  // namespace mqseal::report
