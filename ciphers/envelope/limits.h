// SPDX-License-Identifier: MIT
// How much one key may seal (envelope.md, "Limits per key"), and how much it has sealed.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ciphers/envelope/envelope.h"
#include "ciphers/envelope/layout.h"

namespace mqseal::envelope {

/// What one sender has sealed under one key.
struct KeyUse {
  std::uint64_t units = 0;  ///< block calls, blocks or bytes: what the mode's limit counts
  std::uint64_t messages = 0;
};

/// One sender's share of one key's limits.
class KeyBudget {
 public:
  KeyBudget(const Layout& layout, const Config& config) noexcept;

  /// What sealing one message costs: EAX 2⌈P/b⌉+⌈AD/b⌉+⌈N/b⌉ block calls; CCM 2⌈P/16⌉+⌈AD/16⌉+3;
  /// GCM blocks of plaintext and associated data; ChaCha20-Poly1305 and Ascon their bytes.
  [[nodiscard]] std::uint64_t cost(std::size_t plaintext_bytes,
                                   std::size_t topic_bytes) const noexcept;
  /// True where `used` plus one message of `cost` stays within every limit.
  [[nodiscard]] bool allows(const KeyUse& used, std::uint64_t cost) const noexcept;
  /// Messages of one shape that a fresh key allows; the largest value where nothing limits them.
  [[nodiscard]] std::uint64_t messages(std::size_t plaintext_bytes,
                                       std::size_t topic_bytes) const noexcept;

 private:
  host::KeyLimit kind_;
  std::size_t block_bytes_;
  Layout layout_;
  std::uint64_t max_units_;
  std::uint64_t max_messages_;
};

}  // namespace mqseal::envelope
