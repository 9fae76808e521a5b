// SPDX-License-Identifier: MIT
// The master key of work by hand (`mqseal seal|open|pub|sub`), read from a file that only its owner
// can read. A Run never uses this: its master is new and never recorded.
#pragma once

#include <cstddef>
#include <filesystem>

#include "ciphers/host/secret.h"

namespace mqseal::envelope {

/// The file holds 32 bytes, or 64 hexadecimal digits (and a newline). Throws std::system_error:
/// the system's code where it cannot be read; permission_denied where group or others have any
/// access to it, or it is not a regular file; invalid_argument for other contents.
[[nodiscard]] host::MasterKey read_key_file(const std::filesystem::path& path);
/// The same for a file that holds a cipher's key of `key_bytes` bytes (at most 32) itself
/// (Config::direct_key): they stand at the front of the result.
[[nodiscard]] host::MasterKey read_cipher_key_file(const std::filesystem::path& path,
                                                   std::size_t key_bytes);

}  // namespace mqseal::envelope
