// SPDX-License-Identifier: MIT
// The files that are built into the program: page template, style, scripts, chart files and the
// chart libraries. sim/report/CMakeLists.txt lists them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mqseal::report {

/// Bytes of the built-in file `name` ("page.css", "charts/wire.vl.json"), valid for the whole
/// program. Throws base::Error (bug) where there is none.
[[nodiscard]] std::string_view asset(std::string_view name);

/// Names of all built-in files that begin with `prefix`, in the order of CMakeLists.txt.
[[nodiscard]] std::vector<std::string> asset_names(std::string_view prefix);

/// False where the program was built without node_modules: charts then cannot be drawn.
[[nodiscard]] bool has_chart_library();

}  // namespace mqseal::report
