// SPDX-License-Identifier: MIT
// Effects in words that say what their interval allows and no more. The one place of these
// sentences: page, Markdown and terminal print what stands in effects[].sentence.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// One entry of effects[] (analyse_effects.h) as a sentence or two, with its numbers. `margin` as a
/// fraction.
[[nodiscard]] std::string effect_sentence(const nlohmann::json& effect, double margin);

/// Stands in notes[] of every effect that must not be claimed.
inline constexpr const char* quick_look_note = "quick look, not for claims";

}  // namespace mqseal::report
