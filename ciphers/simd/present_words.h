// SPDX-License-Identifier: MIT
// Vectors of 64-bit lanes as words of bitsliced PRESENT, with the S-box in the seven three-input
// operations that AVX-512 has an instruction for.
#ifndef MQSEAL_CIPHERS_SIMD_PRESENT_WORDS_H
#define MQSEAL_CIPHERS_SIMD_PRESENT_WORDS_H

#include "ciphers/core/present_sliced.h"
#include "ciphers/simd/vec.h"

namespace mqseal {
namespace simd {

/// The number of each 64-bit lane.
template <class V>
struct sliced_numbers {
  template <size_t... i>
  static MQSEAL_INLINE V pack(std::index_sequence<i...>) {
    return V(typename V::raw{uint64_t(i)...});
  }

  static MQSEAL_INLINE V value() { return pack(std::make_index_sequence<V::lanes>()); }
};

}  // namespace simd

namespace core {

template <class Isa>
struct sliced_word<simd::vec<uint64_t, Isa>> {
  typedef simd::vec<uint64_t, Isa> W;
  static constexpr unsigned lanes_log2 = W::lanes == 8 ? 3 : W::lanes == 4 ? 2 : 1;

  static MQSEAL_INLINE W number_bit(unsigned b) {
    return W::splat(0) - ((simd::sliced_numbers<W>::value() >> b) & W::splat(1));
  }

  /// A comparison for each vector of bits, which every instruction set has.
  static MQSEAL_INLINE void spread(uint64_t x, uint64_t (&masks)[64]) {
    const W all = W::splat(x);
    for (unsigned i = 0; i < 64; i += W::lanes) {
      const W bit = lane_bit(i, std::make_index_sequence<W::lanes>());
      W(reinterpret_cast<typename W::raw>((all & bit).v == bit.v)).store(masks + i);
    }
  }

  static MQSEAL_INLINE W load(const uint8_t* from) { return W::load(from); }

  static MQSEAL_INLINE void store(W word, uint8_t* to) { word.store(to); }

 private:
  /// 2^(first + n) in lane n.
  template <size_t... n>
  static MQSEAL_INLINE W lane_bit(unsigned first, std::index_sequence<n...>) {
    return W(typename W::raw{(uint64_t(1) << n)...}) << first;
  }
};

#if defined(__AVX512F__)
/// Seven operations; six are too few for any circuit (our own exhaustive search: with the four
/// outputs taken as soon as they can be had, no two further operations suffice).
template <class Isa>
struct PresentBox<simd::vec<uint64_t, Isa>> {
  typedef simd::vec<uint64_t, Isa> W;

  static MQSEAL_INLINE void apply(W& x0, W& x1, W& x2, W& x3) {
    const W a = simd::ternary<0x4b>(x0, x1, x2);
    const W b = x3 ^ a;
    const W c = simd::ternary<0x72>(x1, x2, x3);
    const W y0 = simd::ternary<0x69>(x1, x2, b);
    x1 = simd::ternary<0xca>(x0, b, c);
    x3 = simd::ternary<0xac>(x0, b, c);
    x2 = simd::ternary<0x1e>(a, y0, c);
    x0 = y0;
  }
};

template <class Isa, size_t n>
struct PresentBox<lanes<simd::vec<uint64_t, Isa>, n>> {
  typedef lanes<simd::vec<uint64_t, Isa>, n> W;

  static MQSEAL_INLINE void apply(W& x0, W& x1, W& x2, W& x3) {
    MQSEAL_UNROLL(16)
    for (size_t i = 0; i < n; ++i) {
      PresentBox<simd::vec<uint64_t, Isa>>::apply(x0.lane[i], x1.lane[i], x2.lane[i], x3.lane[i]);
    }
  }
};

/// Thirty-two registers.
template <class Isa>
struct present_two_rounds_at_once<simd::vec<uint64_t, Isa>> {
  static constexpr bool value = true;
};
#endif

}  // namespace core
}  // namespace mqseal

#endif
