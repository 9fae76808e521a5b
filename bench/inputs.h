// SPDX-License-Identifier: MIT
// The same bytes for every contender.
#pragma once

#include <cstddef>
#include <cstdint>

#include "bench/harness.h"

namespace mqseal::bench {

/// `n` bytes that look random; `stream` gives others.
inline Octets octets(std::size_t n, std::uint64_t stream) {
  Octets bytes(n);
  std::uint64_t x = 0x9e3779b97f4a7c15ULL * (stream + 1);
  for (std::uint8_t& byte : bytes) {
    // xorshift64*: S. Vigna, "An experimental exploration of Marsaglia's xorshift generators"
    // (2016)
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    byte = static_cast<std::uint8_t>((x * 0x2545f4914f6cdd1dULL) >> 56);
  }
  return bytes;
}

}  // namespace mqseal::bench
