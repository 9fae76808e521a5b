// SPDX-License-Identifier: MIT
// Effects in words that say what their interval allows and no more. The one place of these
// sentences: page, Markdown and terminal print what stands in effects[].sentence.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// One entry of effects[] (analyse_effects.h) as a sentence or two, with its numbers. `margin` as a
/// fraction; `quick_look`: the result's.
[[nodiscard]] std::string effect_sentence(const nlohmann::json& effect,
                                          double margin,
                                          bool quick_look);

/// "≈" and the like for a verdict, or its ASCII stand-in; empty for none.
[[nodiscard]] std::string verdict_sign(const nlohmann::json& effect, bool ascii = false);

/// UTF-8 signs of our texts (minus, times, thin space, verdict signs ...) as ASCII.
[[nodiscard]] std::string to_ascii(std::string text);

}  // namespace mqseal::report
