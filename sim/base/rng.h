// SPDX-License-Identifier: MIT
// Seeded random streams for everything that must repeat: run order, schedules, payloads. Never for
// keys or nonces (those come from the system CSPRNG in ciphers/host).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace mqseal::base {

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): 64-bit state, period 2^64. A stream is named by
/// the seed, a label and indices, so that adding a consumer never shifts another's numbers.
class Rng {
 public:
  using result_type = std::uint64_t;

  Rng(std::uint64_t seed,
      std::string_view label,
      std::initializer_list<std::uint64_t> indices = {});

  static constexpr result_type min() { return 0; }

  static constexpr result_type max() { return ~std::uint64_t{0}; }

  result_type operator()() noexcept;
  /// Uniform in [0, bound), without bias; bound >= 1.
  std::uint64_t below(std::uint64_t bound) noexcept;
  /// Uniform in [0, 1), 53 bits.
  double uniform() noexcept;
  /// Exponential with mean 1 (the gaps of a Poisson process).
  double exponential() noexcept;

 private:
  std::uint64_t state_;
};

}  // namespace mqseal::base
