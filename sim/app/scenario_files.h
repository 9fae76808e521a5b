// SPDX-License-Identifier: MIT
// Where the scenarios that come with mqseal lie.
#pragma once

#include <filesystem>
#include <vector>

namespace mqseal::app {

/// Every .yaml below the folder `scenarios` of the working directory or, where that has none, of
/// the folders above the program; sorted. Throws base::Error (environment) where there is none.
[[nodiscard]] std::vector<std::filesystem::path> scenario_files();

}  // namespace mqseal::app
