// SPDX-License-Identifier: MIT
// Base64 with padding (RFC 4648, section 4).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mqseal::base {

[[nodiscard]] std::string base64_encode(std::span<const std::uint8_t> bytes);
/// nullopt on a character outside the alphabet or a length that is no multiple of four.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> base64_decode(std::string_view text);

}  // namespace mqseal::base
