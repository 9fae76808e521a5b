// SPDX-License-Identifier: MIT
// A Config with every name looked up and every length worked out, once, before any message.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ciphers/envelope/envelope.h"
#include "ciphers/host/aead.h"

namespace mqseal::envelope {

/// Longest nonce of any AEAD and policy (docs/envelope.md, table "Nonce").
inline constexpr std::size_t max_nonce_bytes = 16;

struct Layout {
  const host::CipherInfo* cipher = nullptr;
  const host::Implementation* implementation = nullptr;  ///< nullptr where nothing is encrypted
  NoncePolicy policy = NoncePolicy::random;
  KeyMode keys = KeyMode::shared;
  Format format = Format::compact;
  bool direct_key = false;           ///< Config::direct_key
  std::size_t nonce_bytes = 0;       ///< what the AEAD takes
  std::size_t sent_nonce_bytes = 0;  ///< what the envelope carries: 0, or all of it
  std::size_t tag_bytes = 0;
  std::int32_t cose_algorithm = 0;  ///< `cose` only
  std::size_t longest_topic_bytes = max_topic_bytes;
  std::size_t longest_plaintext_bytes = max_plaintext_bytes;

  [[nodiscard]] bool encrypts() const noexcept { return implementation != nullptr; }

  /// Of formats `compact` and `raw`, whatever the plaintext.
  [[nodiscard]] std::size_t overhead_bytes() const noexcept {
    return format == Format::raw ? 0 : header_bytes + sent_nonce_bytes + tag_bytes;
  }

  /// Length of an envelope; of format `lab`: at most.
  [[nodiscard]] std::size_t sealed_bytes(std::size_t plaintext_bytes) const noexcept;
  /// Length of the AEAD's associated data.
  [[nodiscard]] std::size_t associated_bytes(std::size_t topic_bytes) const noexcept;
};

/// Throws as validate().
[[nodiscard]] Layout make_layout(const Config& config);

}  // namespace mqseal::envelope
