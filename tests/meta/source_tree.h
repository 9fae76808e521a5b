// SPDX-License-Identifier: MIT
// The files of the source tree, for tests that hold the whole project to a rule.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace mqseal::meta {

/// Every file below ciphers, sim, bench, tests (vectors and golden files left out), scenarios,
/// docs, cmake and at the root, as paths relative to the source tree, sorted.
[[nodiscard]] std::vector<std::string> source_files();
/// Those of them that end in one of `endings`.
[[nodiscard]] std::vector<std::string> source_files(
    std::initializer_list<std::string_view> endings);
/// Whole text of a file of the source tree.
[[nodiscard]] std::string read(const std::string& relative);
[[nodiscard]] std::vector<std::string> lines_of(const std::string& relative);

}  // namespace mqseal::meta
