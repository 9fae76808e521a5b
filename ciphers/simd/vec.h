// SPDX-License-Identifier: MIT
// A vector register as a word of ciphers/core: one lane of type T (uint32_t or uint64_t) a block.
// All from the compiler's own operators and constant shuffles on vectors, which at every width
// become the instructions that the unit's -m flags allow. Everything is inlined.
#ifndef MQSEAL_CIPHERS_SIMD_VEC_H
#define MQSEAL_CIPHERS_SIMD_VEC_H

#if defined(__AVX512F__)
#include <immintrin.h>
#endif

#include <utility>

#include "ciphers/core/host_block.h"
#include "ciphers/simd/isa.h"

namespace mqseal {
namespace simd {

template <class T, class Isa>
struct vec {
  static constexpr size_t lanes = Isa::width / sizeof(T);
  typedef T raw __attribute__((vector_size(Isa::width)));
  raw v;

  vec() = default;

  explicit MQSEAL_INLINE vec(raw value) : v(value) {}

  /// Any address.
  static MQSEAL_INLINE vec load(const void* from) {
    vec x;
    __builtin_memcpy(&x.v, from, sizeof x.v);
    return x;
  }

  MQSEAL_INLINE void store(void* to) const { __builtin_memcpy(to, &v, sizeof v); }

  static MQSEAL_INLINE vec splat(T x) { return vec(raw{} + x); }

  friend MQSEAL_INLINE vec operator^(vec a, vec b) { return vec(a.v ^ b.v); }

  friend MQSEAL_INLINE vec operator&(vec a, vec b) { return vec(a.v & b.v); }

  friend MQSEAL_INLINE vec operator|(vec a, vec b) { return vec(a.v | b.v); }

  friend MQSEAL_INLINE vec operator+(vec a, vec b) { return vec(a.v + b.v); }

  friend MQSEAL_INLINE vec operator-(vec a, vec b) { return vec(a.v - b.v); }

  friend MQSEAL_INLINE vec operator~(vec a) { return vec(~a.v); }

  friend MQSEAL_INLINE vec operator<<(vec a, unsigned r) { return vec(a.v << T(r)); }

  friend MQSEAL_INLINE vec operator>>(vec a, unsigned r) { return vec(a.v >> T(r)); }
};

/// out = in ^ keystream, in blocks of type B; the keystream has a whole block behind `bytes`.
template <class B>
MQSEAL_INLINE void xor_bytes(const uint8_t* keystream,
                             const uint8_t* in,
                             uint8_t* out,
                             size_t bytes) {
  size_t at = 0;
  for (; bytes - at >= B::size; at += B::size) {
    (B::load(keystream + at) ^ B::load(in + at)).store(out + at);
  }
  if (at != bytes) {
    core::partial<B>::xor_first(B::load(keystream + at), in + at, out + at, bytes - at);
  }
}

/// The same bits as lanes of another type.
template <class To, class T, class Isa>
MQSEAL_INLINE vec<To, Isa> as(vec<T, Isa> x) {
  return vec<To, Isa>(reinterpret_cast<typename vec<To, Isa>::raw>(x.v));
}

template <class Pattern, class V, size_t... i>
MQSEAL_INLINE V shuffle_lanes(V a, V b, std::index_sequence<i...>) {
  return V(__builtin_shufflevector(a.v, b.v, int(Pattern::from(i, V::lanes))...));
}

/// Lane i of the result is lane Pattern::from(i, lanes) of a and then b. Constant patterns within
/// 128 bits cost one instruction.
template <class Pattern, class V>
MQSEAL_INLINE V shuffle(V a, V b) {
  return shuffle_lanes<Pattern>(a, b, std::make_index_sequence<V::lanes>());
}

/// Patterns within 128-bit parts of `per` lanes each.
namespace pattern {

/// The first (half = 0) or second half of the part of a, its lanes alternating with those of b.
template <size_t per, size_t half>
struct unpack {
  static constexpr size_t from(size_t i, size_t lanes) {
    return i / per * per + half * (per / 2) + i % per / 2 + i % 2 * lanes;
  }
};

/// The lanes of a part of a with even (odd = 0) or odd numbers, then those of b.
template <size_t per, size_t odd>
struct every_second {
  static constexpr size_t from(size_t i, size_t lanes) {
    const size_t in_part = i % per;
    return i / per * per + in_part % (per / 2) * 2 + odd + in_part / (per / 2) * lanes;
  }
};

/// Bytes: each group of `size` in the other order.
template <size_t size>
struct reverse {
  static constexpr size_t from(size_t i, size_t) { return i / size * size + size - 1 - i % size; }
};

/// Bytes: each group of `size` moved up by `by` places, those at the end to the front.
template <size_t size, size_t by>
struct rotate {
  static constexpr size_t from(size_t i, size_t) {
    return i / size * size + (i % size + size - by) % size;
  }
};

}  // namespace pattern

/// A shuffle of the bytes of x.
template <class Pattern, class T, class Isa>
MQSEAL_INLINE vec<T, Isa> shuffle_bytes(vec<T, Isa> x) {
  const vec<uint8_t, Isa> bytes = as<uint8_t>(x);
  return as<T>(shuffle<Pattern>(bytes, bytes));
}

/// Each lane with its bytes in the other order.
template <class T, class Isa>
MQSEAL_INLINE vec<T, Isa> swap_bytes(vec<T, Isa> x) {
  return shuffle_bytes<pattern::reverse<sizeof(T)>>(x);
}

#if defined(__AVX512F__)
/// Any function of three bits: bit 4 a + 2 b + c of `table`. MQSEAL_PLAIN_INTRINSICS: for
/// MemorySanitizer (tests/ct), which does not know what this instruction does with a secret.
template <int table, class T, class Isa>
MQSEAL_INLINE vec<T, Isa> ternary(vec<T, Isa> a, vec<T, Isa> b, vec<T, Isa> c) {
#if defined(MQSEAL_PLAIN_INTRINSICS)
  vec<T, Isa> any = vec<T, Isa>::splat(0);
  for (int i = 0; i < 8; ++i) {
    if ((table >> i & 1) != 0) {
      any = any | ((i & 4 ? a : ~a) & ((i & 2 ? b : ~b) & (i & 1 ? c : ~c)));
    }
  }
  return any;
#else
  typedef typename vec<T, Isa>::raw raw;
  const auto bits = [](raw x) { return reinterpret_cast<__m512i>(x); };
  return vec<T, Isa>(
      reinterpret_cast<raw>(_mm512_ternarylogic_epi64(bits(a.v), bits(b.v), bits(c.v), table)));
#endif
}
#endif

}  // namespace simd

namespace core {

template <class T, class Isa>
struct word_traits<simd::vec<T, Isa>> {
  typedef simd::vec<T, Isa> W;
  typedef T scalar;
  static constexpr unsigned bits = 8 * sizeof(T);

  static MQSEAL_INLINE W splat(T x) { return W::splat(x); }

  /// A byte shuffle where r is a number of bytes, which also balances the execution ports; else
  /// shifts, which AVX-512 has as one rotation.
  template <unsigned r>
  static MQSEAL_INLINE W rotl(W x) {
    if constexpr (r % 8 == 0) {
      return simd::shuffle_bytes<simd::pattern::rotate<sizeof(T), r / 8>>(x);
    } else {
      return W(x << r) | W(x >> (bits - r));
    }
  }

  template <unsigned r>
  static MQSEAL_INLINE W rotr(W x) {
    return rotl<bits - r>(x);
  }
};

}  // namespace core
}  // namespace mqseal

#endif
