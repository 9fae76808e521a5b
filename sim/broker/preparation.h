// SPDX-License-Identifier: MIT
// What any broker's start asks of the machine first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "sim/pki/pki.h"

namespace mqseal::broker {

/// $`variable` where that is set, else the first `name` in PATH and in the system's sbin folders,
/// which an ordinary user's PATH lacks.
[[nodiscard]] std::optional<std::filesystem::path> find_program(const std::string& name,
                                                                const char* variable);

/// The name of the effective user; empty where the system has none for the number.
[[nodiscard]] std::string current_user();

/// The CPU asked for; else the last of those that this process was started with, where there are
/// several.
/// Throws base::Error (environment) where the CPU asked for is not among them.
[[nodiscard]] std::optional<int> choose_cpu(const std::optional<int>& wanted);

/// The limit of file descriptors asked for, as it is passed on; 0: none is. Throws base::Error
/// (environment) where this process may not give so many.
[[nodiscard]] std::optional<std::size_t> choose_open_files(std::uint64_t wanted);

/// Makes `dir` where missing and returns its absolute path. Throws base::Error (environment).
[[nodiscard]] std::filesystem::path make_folder(const std::filesystem::path& dir);

/// `tree` with absolute paths, because a broker works in a folder of its own. Throws base::Error
/// (environment) for a file that cannot be read.
[[nodiscard]] pki::Tree require_tree(pki::Tree tree);

}  // namespace mqseal::broker
