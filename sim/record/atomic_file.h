// SPDX-License-Identifier: MIT
// A file that is there whole or not at all.
#pragma once

#include <filesystem>
#include <string_view>

namespace mqseal::record {

/// Writes `bytes` to a temporary beside `path`, syncs it, renames it over `path` and syncs the
/// folder: after a crash `path` holds the old content or the new. Throws base::Error (environment)
/// that names the file; the temporary is then gone.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

}  // namespace mqseal::record
