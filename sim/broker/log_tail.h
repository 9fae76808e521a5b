// SPDX-License-Identifier: MIT
// The end of a log file, for error texts.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace mqseal::broker {

/// The last `lines` lines among the last 64 KiB, control bytes escaped; empty where the file is
/// missing or empty. No line break at the end.
[[nodiscard]] std::string tail_of(const std::filesystem::path& file, std::size_t lines);

}  // namespace mqseal::broker
