// SPDX-License-Identifier: MIT
// SHA-256 as a name for a text: scenario hashes, source hashes. Keys are derived elsewhere
// (ciphers/host/secret.h).
#pragma once

#include <string>
#include <string_view>

namespace mqseal::base {

/// SHA-256 (FIPS 180-4, section 6.2) as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace mqseal::base
