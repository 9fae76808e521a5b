// SPDX-License-Identifier: MIT
// PRESENT bitsliced in sixteen 512-bit registers, 128 blocks at once and never in memory. Of the
// six bits of a bit's index (present.h: three axes A, B, C of four places) two axes number the
// registers x[p][q] and the third, hidden one the 32-bit elements of each 128 bits; the four
// 128-bit parts and the 32 bits of an element are the blocks. S-boxes work along the axes of the
// registers. The axis that is needed last is hidden, so one exchange serves two rounds:
//   rounds r % 6 = 0, 1: x[B][A], C hidden    2, 3: x[C][A], B hidden    4, 5: x[C][B], A hidden
// An exchange is a 4 x 4 transpose of elements. GFNI transposes bits on the way in and out.
#ifndef MQSEAL_CIPHERS_SIMD_PRESENT_BRICK_H
#define MQSEAL_CIPHERS_SIMD_PRESENT_BRICK_H

#include "ciphers/simd/present_gfni.h"
#include "ciphers/simd/present_words.h"

namespace mqseal {
namespace simd {

template <class Isa>
struct PresentBrick {
  typedef vec<uint64_t, Isa> V;
  static constexpr unsigned rounds = core::PresentRounds::rounds;
  static constexpr size_t vectors = 16, blocks = 128, bytes = 1024;

  /// The number of the bit at x[p][q], element d, when round key r is added. Key `rounds` comes
  /// after the last S-boxes, in the arrangement of round 30.
  static constexpr unsigned bit_at(unsigned r, unsigned p, unsigned q, unsigned d) {
    const unsigned phase = (r < rounds ? r : rounds - 1) % 6;
    return phase < 2 ? 16 * d + 4 * p + q : phase < 4 ? 16 * p + 4 * d + q : 16 * p + 4 * q + d;
  }

  /// In: vector i holds blocks 8 i to 8 i + 7 as they stand in memory; out: the same, enciphered.
  /// key(r, i) is what to add to register x[i / 4][i % 4] with round key r (state order,
  /// present.h).
  template <class Key>
  static MQSEAL_INLINE void encrypt(const Key& key, V (&x)[vectors]) {
    pack(x);
    MQSEAL_UNROLL(1)
    for (unsigned r = 0; r < 30; r += 6) {
      add(key, r, x);
      boxes_along_q(x);
      add(key, r + 1, x);
      boxes_along_p(x);
      exchange_p(x);
      add(key, r + 2, x);
      boxes_along_p(x);
      add(key, r + 3, x);
      boxes_along_q(x);
      exchange_q(x);
      add(key, r + 4, x);
      boxes_along_q(x);
      add(key, r + 5, x);
      boxes_along_p(x);
      exchange_p(x);
      rename(x);  // x[A][B] to x[B][A]
    }
    add(key, 30, x);
    boxes_along_q(x);
    add(key, rounds, x);
    unpack(x);
  }

  /// One key for all blocks: what to add to register x[i / 4][i % 4], the same in each 128 bits.
  struct Masks {
    alignas(64) uint32_t element[rounds + 1][vectors][4];

    MQSEAL_INLINE V operator()(unsigned r, unsigned i) const {
      const __m128i part = _mm_load_si128(reinterpret_cast<const __m128i*>(element[r][i]));
      return V(reinterpret_cast<typename V::raw>(_mm512_broadcast_i32x4(part)));
    }
  };

  static MQSEAL_INLINE void spread(const core::PresentRounds::Keys<uint64_t>& keys, Masks& masks) {
    typedef core::PresentRounds P;
    for (unsigned r = 0; r <= rounds; ++r) {
      // Bit 4 i + d of `bits` is the bit at register i, element d: bit_at() as moves of axes.
      const unsigned phase = (r < rounds ? r : rounds - 1) % 6;
      const uint64_t key = keys.round[r];
      const uint64_t bits = phase < 2   ? P::inverse_permute(key)
                            : phase < 4 ? P::swap_axes_ab(key)
                                        : key;
      for (unsigned i = 0; i < vectors; i += 4) {
        _mm512_store_si512(masks.element[r][i], _mm512_movm_epi32(__mmask16(bits >> (4 * i))));
      }
    }
  }

 private:
  template <class Key>
  static MQSEAL_INLINE void add(const Key& key, unsigned r, V (&x)[vectors]) {
    MQSEAL_UNROLL(16)
    for (unsigned i = 0; i < vectors; ++i) {
      x[i] = x[i] ^ key(r, i);
    }
  }

  static MQSEAL_INLINE void boxes_along_q(V (&x)[vectors]) {
    MQSEAL_UNROLL(4)
    for (unsigned p = 0; p < vectors; p += 4) {
      core::PresentBox<V>::apply(x[p], x[p + 1], x[p + 2], x[p + 3]);
    }
  }

  static MQSEAL_INLINE void boxes_along_p(V (&x)[vectors]) {
    MQSEAL_UNROLL(4)
    for (unsigned q = 0; q < 4; ++q) {
      core::PresentBox<V>::apply(x[q], x[q + 4], x[q + 8], x[q + 12]);
    }
  }

  static MQSEAL_INLINE void exchange_q(V (&x)[vectors]) {
    MQSEAL_UNROLL(4)
    for (unsigned p = 0; p < vectors; p += 4) {
      transpose_elements(x[p], x[p + 1], x[p + 2], x[p + 3]);
    }
  }

  static MQSEAL_INLINE void exchange_p(V (&x)[vectors]) {
    MQSEAL_UNROLL(4)
    for (unsigned q = 0; q < 4; ++q) {
      transpose_elements(x[q], x[q + 4], x[q + 8], x[q + 12]);
    }
  }

  static MQSEAL_INLINE void rename(V (&x)[vectors]) {
    MQSEAL_UNROLL(4)
    for (unsigned p = 0; p < 4; ++p) {
      MQSEAL_UNROLL(4)
      for (unsigned q = p + 1; q < 4; ++q) {
        const V t = x[4 * p + q];
        x[4 * p + q] = x[4 * q + p];
        x[4 * q + p] = t;
      }
    }
  }

  /// Element d of register i goes to element i of register d, within each 128 bits.
  static MQSEAL_INLINE void transpose_elements(V& x0, V& x1, V& x2, V& x3) {
    typedef uint32_t T;
    const auto a = shuffle<pattern::unpack<4, 0>>(as<T>(x0), as<T>(x1));
    const auto b = shuffle<pattern::unpack<4, 1>>(as<T>(x0), as<T>(x1));
    const auto c = shuffle<pattern::unpack<4, 0>>(as<T>(x2), as<T>(x3));
    const auto d = shuffle<pattern::unpack<4, 1>>(as<T>(x2), as<T>(x3));
    x0 = shuffle<pattern::unpack<2, 0>>(as<uint64_t>(a), as<uint64_t>(c));
    x1 = shuffle<pattern::unpack<2, 1>>(as<uint64_t>(a), as<uint64_t>(c));
    x2 = shuffle<pattern::unpack<2, 0>>(as<uint64_t>(b), as<uint64_t>(d));
    x3 = shuffle<pattern::unpack<2, 1>>(as<uint64_t>(b), as<uint64_t>(d));
  }

  /// Part l of register i goes to part i of register l.
  static MQSEAL_INLINE void transpose_parts(V& x0, V& x1, V& x2, V& x3) {
    const V a = shuffle<parts<0, 1>>(x0, x1), b = shuffle<parts<2, 3>>(x0, x1);
    const V c = shuffle<parts<0, 1>>(x2, x3), d = shuffle<parts<2, 3>>(x2, x3);
    x0 = shuffle<parts<0, 2>>(a, c);
    x1 = shuffle<parts<1, 3>>(a, c);
    x2 = shuffle<parts<0, 2>>(b, d);
    x3 = shuffle<parts<1, 3>>(b, d);
  }

  /// Two parts of a, the same two of b.
  template <size_t first, size_t second>
  struct parts {
    static constexpr size_t from(size_t i, size_t lanes) {
      const size_t part = i / 2 % 2 == 0 ? first : second;
      return 2 * part + i % 2 + (i < lanes / 2 ? 0 : lanes);
    }
  };

  /// Byte 8 (7 - t) + 7 - n comes from byte t of block n: the bytes of one place of all blocks in
  /// one half, in the order that transpose_bits takes.
  struct gather {
    static constexpr size_t from(size_t i, size_t) { return 8 * (7 - i % 8) + 7 - i / 8; }
  };

  /// Back: byte t of block n comes from byte 8 (7 - t) + n.
  struct scatter {
    static constexpr size_t from(size_t i, size_t) { return 8 * (7 - i % 8) + i / 8; }
  };

  /// Bytes of each element to where those of their number stand together, the last first: byte k of
  /// element d becomes byte 3 - d of element k.
  struct split {
    static constexpr size_t from(size_t i, size_t) {
      const size_t in_part = i % 16;
      return i - in_part + 4 * (3 - in_part % 4) + in_part / 4;
    }
  };

  static MQSEAL_INLINE V transpose_bytes_bits(V x) {
    const __m512i unit = _mm512_set1_epi64(int64_t(0x8040201008040201ULL));
    return V(
        reinterpret_cast<typename V::raw>(transpose_bits(reinterpret_cast<__m512i>(x.v), unit)));
  }

  /// Blocks to x[B][A] with C hidden. First each vector becomes 64 bytes, byte i holding bit i of
  /// its eight blocks; four vectors are woven together byte by byte, then the parts are exchanged.
  static MQSEAL_INLINE void pack(V (&x)[vectors]) {
    MQSEAL_UNROLL(16)
    for (V& v : x) {
      v = transpose_bytes_bits(shuffle_bytes<gather>(v));
    }
    MQSEAL_UNROLL(4)
    for (unsigned m = 0; m < vectors; m += 4) {
      weave(x[m], x[m + 1], x[m + 2], x[m + 3]);
    }
    MQSEAL_UNROLL(4)
    for (unsigned b = 0; b < 4; ++b) {
      transpose_parts(x[b], x[b + 4], x[b + 8], x[b + 12]);
    }
    exchange_p(x);  // x[C][B], A hidden, to x[A][B], C hidden
    rename(x);
  }

  /// Byte 16 l + 4 r + d of four vectors becomes element d of part l of register r.
  static MQSEAL_INLINE void weave(V& x0, V& x1, V& x2, V& x3) {
    typedef uint8_t B;
    typedef uint16_t H;
    const auto a = as<H>(shuffle<pattern::unpack<16, 0>>(as<B>(x0), as<B>(x1)));
    const auto b = as<H>(shuffle<pattern::unpack<16, 1>>(as<B>(x0), as<B>(x1)));
    const auto c = as<H>(shuffle<pattern::unpack<16, 0>>(as<B>(x2), as<B>(x3)));
    const auto d = as<H>(shuffle<pattern::unpack<16, 1>>(as<B>(x2), as<B>(x3)));
    x0 = as<uint64_t>(shuffle<pattern::unpack<8, 0>>(a, c));
    x1 = as<uint64_t>(shuffle<pattern::unpack<8, 1>>(a, c));
    x2 = as<uint64_t>(shuffle<pattern::unpack<8, 0>>(b, d));
    x3 = as<uint64_t>(shuffle<pattern::unpack<8, 1>>(b, d));
  }

  /// The last permutation renames A, B, C to B, C, A: x[B][A] with C hidden is x[A'][C'] with B'
  /// hidden for the bits of the ciphertext.
  static MQSEAL_INLINE void unpack(V (&x)[vectors]) {
    exchange_p(x);  // x[B'][C'], A' hidden
    rename(x);      // x[C'][B']
    MQSEAL_UNROLL(4)
    for (unsigned b = 0; b < 4; ++b) {
      transpose_parts(x[b], x[b + 4], x[b + 8], x[b + 12]);
    }
    MQSEAL_UNROLL(4)
    for (unsigned m = 0; m < vectors; m += 4) {
      V e[4];
      for (unsigned i = 0; i < 4; ++i) {
        // Registers in pairs the other way round, elements too: the bits of a byte backwards.
        e[i] = shuffle_bytes<split>(x[m + (i ^ 1U)]);
      }
      transpose_elements(e[0], e[1], e[2], e[3]);
      for (unsigned i = 0; i < 4; ++i) {
        x[m + i] = shuffle_bytes<scatter>(transpose_bytes_bits(e[i]));
      }
    }
  }
};

}  // namespace simd
}  // namespace mqseal

#endif
