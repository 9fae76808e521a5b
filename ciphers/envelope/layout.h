// SPDX-License-Identifier: MIT
// A Config with every name looked up and every length worked out, once, before any message.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ciphers/envelope/envelope.h"
#include "ciphers/host/aead.h"

namespace mqseal::envelope {

/// Longest nonce of any AEAD and policy (envelope.md, table "Nonce").
inline constexpr std::size_t max_nonce_bytes = 16;

struct Layout {
  const host::CipherInfo* cipher = nullptr;
  const host::Implementation* implementation = nullptr;  ///< nullptr where nothing is encrypted
  NoncePolicy policy = NoncePolicy::random;
  KeyMode keys = KeyMode::shared;
  bool raw = false;                  ///< format `raw`: no header either
  std::size_t nonce_bytes = 0;       ///< what the AEAD takes
  std::size_t sent_nonce_bytes = 0;  ///< what the envelope carries: 0, 12 or 16
  std::size_t tag_bytes = 0;
  std::size_t longest_topic_bytes = max_topic_bytes;

  [[nodiscard]] bool encrypts() const noexcept { return implementation != nullptr; }

  [[nodiscard]] std::size_t overhead_bytes() const noexcept {
    return raw ? 0 : header_bytes + sent_nonce_bytes + tag_bytes;
  }
};

/// Throws as validate().
[[nodiscard]] Layout make_layout(const Config& config);

}  // namespace mqseal::envelope
