// SPDX-License-Identifier: MIT
// Look-up in the table that CMake generates (assets_table.cpp in the build folder).
#include "sim/report/asset.h"

#include <algorithm>
#include <span>

#include "sim/base/error.h"
#include "sim/report/asset_table.h"

namespace mqseal::report {

std::string_view asset(std::string_view name) {
  const auto table = asset_table();
  const auto found = std::find_if(
      table.begin(), table.end(), [&](const AssetEntry& entry) { return entry.name == name; });
  if (found == table.end()) {
    throw base::Error(base::ExitCode::bug,
                      "report: no built-in file '" + std::string(name) +
                          "'; add it to sim/report/CMakeLists.txt");
  }
  return {found->begin, static_cast<std::size_t>(found->end - found->begin)};
}

std::vector<std::string> asset_names(std::string_view prefix) {
  std::vector<std::string> names;
  for (const AssetEntry& entry : asset_table()) {
    if (entry.name.substr(0, prefix.size()) == prefix) {
      names.emplace_back(entry.name);
    }
  }
  return names;
}

bool has_chart_library() {
  return !asset_names("lib/vega.min.js").empty();
}

}  // namespace mqseal::report
