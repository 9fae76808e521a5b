// SPDX-License-Identifier: MIT
// Files read whole and written whole: a reader of ours never sees half a file, also not after
// SIGKILL or a power cut. All failures are base::Error (environment) that name the path.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace mqseal::base {

/// Writes `bytes` to a temporary file in the same folder, fsync, rename over `path`, fsync of the
/// folder. The folder must exist. `mode` is the new file's permission (0600 for private keys),
/// whatever the umask; it holds from the moment the temporary file exists.
void write_file_atomically(const std::filesystem::path& path,
                           std::string_view bytes,
                           mode_t mode = 0644);

/// The whole file; an error where it is larger than `max_bytes`.
[[nodiscard]] std::string read_file(const std::filesystem::path& path,
                                    std::size_t max_bytes = std::size_t{1} << 30U);

}  // namespace mqseal::base
