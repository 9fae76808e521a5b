// SPDX-License-Identifier: MIT
// The small markup of document.h (`code`, **strong**, [words](target)) as HTML, LaTeX and plain
// text. Markdown takes it as it is.
#pragma once

#include <string>
#include <string_view>

namespace mqseal::report {

/// & < > " ' escaped, no markup.
[[nodiscard]] std::string escape_html(std::string_view text);
[[nodiscard]] std::string markup_to_html(std::string_view markup);
[[nodiscard]] std::string markup_to_text(std::string_view markup);
/// Escapes what LaTeX takes as a command; signs outside T1 become words or math.
[[nodiscard]] std::string escape_tex(std::string_view text);

}  // namespace mqseal::report
