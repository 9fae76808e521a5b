// SPDX-License-Identifier: MIT
// Big-endian integers, and bytes between spans and text.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "ciphers/host/aead.h"

namespace mqseal::envelope {

inline void store_u32(std::uint32_t value, std::span<std::uint8_t, 4> out) noexcept {
  out[0] = static_cast<std::uint8_t>(value >> 24);
  out[1] = static_cast<std::uint8_t>(value >> 16);
  out[2] = static_cast<std::uint8_t>(value >> 8);
  out[3] = static_cast<std::uint8_t>(value);
}

[[nodiscard]] inline std::uint32_t load_u32(std::span<const std::uint8_t, 4> in) noexcept {
  return std::uint32_t{in[0]} << 24 | std::uint32_t{in[1]} << 16 | std::uint32_t{in[2]} << 8 |
         std::uint32_t{in[3]};
}

/// Copies all of `from` to the front of `to`, which is long enough. Either may be empty (memcpy
/// must not be given the null pointer of an empty span).
inline void copy_bytes(host::Bytes from, host::MutableBytes to) noexcept {
  if (!from.empty()) {
    std::memcpy(to.data(), from.data(), from.size());
  }
}

/// The same bytes.
[[nodiscard]] inline host::Bytes bytes_of(std::string_view text) noexcept {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the same bytes
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace mqseal::envelope
