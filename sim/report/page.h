// SPDX-License-Identifier: MIT
// A Document as one offline HTML file, and what its charts are drawn from.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "sim/report/document.h"

namespace mqseal::report {

[[nodiscard]] std::string page_html(const Document& document);

/// What chart_spec.js needs: {name, charts[]{id, title, spec, data}, theme, library}.
[[nodiscard]] nlohmann::json chart_bundle(const Document& document);

}  // namespace mqseal::report
