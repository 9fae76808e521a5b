// SPDX-License-Identifier: MIT
// Secrets: wiping, the system CSPRNG, the master key, and key derivation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "ciphers/host/aead.h"

namespace mqseal::host {

/// Overwrites with zeros in a way that the optimiser keeps.
void wipe(void* data, std::size_t bytes) noexcept;
/// Same length and content, in time that depends on the length only.
[[nodiscard]] bool equal_constant_time(Bytes a, Bytes b) noexcept;
/// getrandom(2), whole buffer; aborts the process where the kernel has none to give.
void system_random(MutableBytes out) noexcept;

/// Fixed-size secret, wiped on destruction and when moved from.
template <std::size_t N>
class Secret {
 public:
  Secret() = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  Secret(Secret&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_.data(), N); }

  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      bytes_ = other.bytes_;
      wipe(other.bytes_.data(), N);
    }
    return *this;
  }

  ~Secret() { wipe(bytes_.data(), N); }

  [[nodiscard]] std::span<std::uint8_t, N> span() noexcept { return bytes_; }

  [[nodiscard]] std::span<const std::uint8_t, N> span() const noexcept { return bytes_; }

  static Secret random() noexcept {
    Secret secret;
    system_random(secret.bytes_);
    return secret;
  }

 private:
  std::array<std::uint8_t, N> bytes_{};
};

/// The 32 bytes from which every envelope key is derived (envelope.md, "Keys").
using MasterKey = Secret<32>;

/// HKDF-SHA-256 (RFC 5869), extract and expand; fills `out` (at most 255 * 32 bytes).
void hkdf_sha256(Bytes input_key, Bytes salt, Bytes info, MutableBytes out);

}  // namespace mqseal::host
