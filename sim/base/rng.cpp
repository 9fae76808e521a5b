// SPDX-License-Identifier: MIT
// SplitMix64 streams. The stream's name is folded into the start state by FNV-1a and the
// generator's own mixing function, so that neighbouring seeds and indices give unrelated streams.
#include "sim/base/rng.h"

#include <cmath>

namespace mqseal::base {
namespace {

// Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, figure 17:
// the golden-ratio increment, and the 64-bit finaliser (Stafford's variant 13).
constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15U;

constexpr std::uint64_t mix(std::uint64_t z) noexcept {
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv, section 6): offset basis and prime.
constexpr std::uint64_t hash(std::string_view text) noexcept {
  std::uint64_t h = 0xcbf29ce484222325U;
  for (const char c : text) {
    h = (h ^ static_cast<unsigned char>(c)) * 0x00000100000001b3U;
  }
  return h;
}

}  // namespace

Rng::Rng(std::uint64_t seed, std::string_view label, std::initializer_list<std::uint64_t> indices)
    : state_(mix(mix(seed + golden_gamma) ^ hash(label))) {
  for (const std::uint64_t index : indices) {
    state_ = mix((state_ ^ index) + golden_gamma);
  }
}

std::uint64_t Rng::operator()() noexcept {
  state_ += golden_gamma;
  return mix(state_);
}

std::uint64_t Rng::below(std::uint64_t bound) noexcept {
  // Draws under 2^64 mod bound are thrown away: what is left divides evenly into `bound` classes.
  const std::uint64_t threshold = (0 - bound) % bound;
  std::uint64_t draw = (*this)();
  while (draw < threshold) {
    draw = (*this)();
  }
  return draw % bound;
}

double Rng::uniform() noexcept {
  return static_cast<double>((*this)() >> 11U) * 0x1.0p-53;
}

double Rng::exponential() noexcept {
  return -std::log1p(-uniform());
}

}  // namespace mqseal::base
