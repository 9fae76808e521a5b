// SPDX-License-Identifier: MIT
// PRESENT with the least latency: a block is sixteen nibbles in the sixteen bytes of a 128-bit part
// of a register, the most significant first. A round is
//   VPSHUFB           the S-box as a table in a register: constant time
//   VGF2P8AFFINEQB    with the data as the matrix: the transpose of 8 x 8 bits in each half, so
//                     byte j of a half is bit j of its eight nibbles, and once more shifted: 4 + j
//   VPSRLVD           the high nibbles of bytes 4 + j down
//   VPSHUFB           each nibble to its place in the next round
//   VPTERNLOGD        leaves four bits of each byte and adds the round key
// (CHES 2007, section 3: bit 4 n + b goes to 16 b + n). One to eight blocks cost the same time.
#ifndef MQSEAL_CIPHERS_SIMD_PRESENT_GFNI_H
#define MQSEAL_CIPHERS_SIMD_PRESENT_GFNI_H

#include <immintrin.h>

#include "ciphers/core/present.h"
#include "ciphers/simd/isa.h"

namespace mqseal {
namespace simd {

/// Byte j of each half: bit i is bit k of byte 7 - i of that half of x, where byte j of `unit` is
/// 2^k. MQSEAL_PLAIN_INTRINSICS: for MemorySanitizer (tests/ct), which does not know the
/// instruction.
#if defined(MQSEAL_PLAIN_INTRINSICS)
template <class Register>
MQSEAL_INLINE Register transpose_bits(Register x, Register unit) {
  uint8_t from[sizeof x], row[sizeof x], to[sizeof x];
  __builtin_memcpy(from, &x, sizeof x);
  __builtin_memcpy(row, &unit, sizeof x);
  for (size_t j = 0; j < sizeof x; ++j) {
    to[j] = 0;
    for (size_t i = 0; i < 8; ++i) {
      const unsigned bit = unsigned(from[j / 8 * 8 + 7 - i]) >> __builtin_ctz(row[j]);
      to[j] = uint8_t(to[j] | ((bit & 1U) << i));
    }
  }
  __builtin_memcpy(&x, to, sizeof x);
  return x;
}
#else
MQSEAL_INLINE __m128i transpose_bits(__m128i x, __m128i unit) {
  return _mm_gf2p8affine_epi64_epi8(unit, x, 0);
}

MQSEAL_INLINE __m512i transpose_bits(__m512i x, __m512i unit) {
  return _mm512_gf2p8affine_epi64_epi8(unit, x, 0);
}
#endif

/// Registers of one 128-bit part, and of four.
struct nibbles_128 {
  typedef __m128i type;

  static MQSEAL_INLINE type spread(__m128i x) { return x; }

  static MQSEAL_INLINE type shuffle(type x, type table) { return _mm_shuffle_epi8(x, table); }

  static MQSEAL_INLINE type transpose(type x, type unit) { return transpose_bits(x, unit); }

  static MQSEAL_INLINE type shift(type x, type by) { return _mm_srlv_epi32(x, by); }

  static MQSEAL_INLINE type select_bits(type x, type offsets) {
    return _mm_multishift_epi64_epi8(offsets, x);
  }

  static MQSEAL_INLINE type low_nibbles_xor(type x, type key) {
    return _mm_xor_si128(_mm_and_si128(x, _mm_set1_epi8(0x0f)), key);
  }

  static MQSEAL_INLINE type add(type a, type b) { return _mm_xor_si128(a, b); }
};

struct nibbles_512 {
  typedef __m512i type;

  static MQSEAL_INLINE type spread(__m128i x) { return _mm512_broadcast_i32x4(x); }

  static MQSEAL_INLINE type shuffle(type x, type table) { return _mm512_shuffle_epi8(x, table); }

  static MQSEAL_INLINE type transpose(type x, type unit) { return transpose_bits(x, unit); }

  static MQSEAL_INLINE type shift(type x, type by) { return _mm512_srlv_epi32(x, by); }

  static MQSEAL_INLINE type select_bits(type x, type offsets) {
    return _mm512_multishift_epi64_epi8(offsets, x);
  }

  static MQSEAL_INLINE type low_nibbles_xor(type x, type key) {
    return _mm512_xor_si512(_mm512_and_si512(x, _mm512_set1_epi8(0x0f)), key);
  }

  static MQSEAL_INLINE type add(type a, type b) { return _mm512_xor_si512(a, b); }
};

/// The byte tables, as 16 bytes each.
struct present_tables {
  /// Bit offsets of the nibbles in a block that stands in both halves: high before low.
  static MQSEAL_INLINE __m128i nibble_offsets() {
    return _mm_setr_epi8(4, 0, 12, 8, 20, 16, 28, 24, 36, 32, 44, 40, 52, 48, 60, 56);
  }

  /// Table 1 of the paper.
  static MQSEAL_INLINE __m128i sbox() {
    return _mm_setr_epi8(0xc, 5, 6, 0xb, 9, 0, 0xa, 0xd, 3, 0xe, 0xf, 8, 4, 7, 1, 2);
  }

  /// Rows of the unit matrix, twice.
  static MQSEAL_INLINE __m128i unit() { return _mm_set1_epi32(0x08040201); }

  static MQSEAL_INLINE __m128i shifts() { return _mm_setr_epi32(0, 4, 0, 4); }

  /// Nibble m = 15 - i of byte i comes from bit j = m / 4 of the old nibbles: half 1 - (m / 2) % 2,
  /// byte j where m is even, 4 + j where it is odd.
  static MQSEAL_INLINE __m128i places() {
    return _mm_setr_epi8(7, 3, 15, 11, 6, 2, 14, 10, 5, 1, 13, 9, 4, 0, 12, 8);
  }

  /// The same for the eight whole bytes that leave the last round.
  static MQSEAL_INLINE __m128i last_places() {
    return _mm_setr_epi8(3, 11, 2, 10, 1, 9, 0, 8, 3, 11, 2, 10, 1, 9, 0, 8);
  }
};

struct PresentNibbles {
  static constexpr unsigned rounds = core::PresentRounds::rounds;

  struct Keys {
    __m128i round[rounds];  ///< nibbles
    __m128i last;           ///< the block, in both halves
  };

  /// `block`: eight bytes in memory order, in both halves of each 128 bits; in and out.
  template <class R, size_t n>
  static MQSEAL_INLINE void encrypt(const Keys& keys, typename R::type (&x)[n]) {
    typedef present_tables tables;
    const auto offsets = R::spread(tables::nibble_offsets()), sbox = R::spread(tables::sbox());
    const auto unit = R::spread(tables::unit()), shifts = R::spread(tables::shifts());
    const auto places = R::spread(tables::places());
    for (size_t i = 0; i < n; ++i) {
      x[i] = R::low_nibbles_xor(R::select_bits(x[i], offsets), R::spread(keys.round[0]));
    }
    for (unsigned r = 1; r < rounds; ++r) {
      const auto key = R::spread(keys.round[r]);
      MQSEAL_UNROLL(4)
      for (size_t i = 0; i < n; ++i) {
        x[i] = R::transpose(R::shuffle(sbox, x[i]), unit);
        x[i] = R::low_nibbles_xor(R::shuffle(R::shift(x[i], shifts), places), key);
      }
    }
    const auto last_places = R::spread(tables::last_places()), last = R::spread(keys.last);
    for (size_t i = 0; i < n; ++i) {
      x[i] = R::transpose(R::shuffle(sbox, x[i]), unit);
      x[i] = R::add(R::shuffle(x[i], last_places), last);
    }
  }

  /// `plain`: round keys as the paper has them.
  static MQSEAL_INLINE void arrange(const core::PresentRounds::Keys<uint64_t>& plain, Keys& keys) {
    const __m128i zero = _mm_setzero_si128();
    for (unsigned r = 0; r <= rounds; ++r) {
      const __m128i both = _mm_set1_epi64x(int64_t(__builtin_bswap64(plain.round[r])));
      if (r == rounds) {
        keys.last = both;
      } else {
        const __m128i nibbles = nibbles_128::select_bits(both, present_tables::nibble_offsets());
        keys.round[r] = nibbles_128::low_nibbles_xor(nibbles, zero);
      }
    }
  }

  /// Round key r again as the paper has it.
  static MQSEAL_INLINE uint64_t plain(const Keys& keys, unsigned r) {
    if (r == rounds) {
      return __builtin_bswap64(uint64_t(_mm_cvtsi128_si64(keys.last)));
    }
    // 16 times the even byte and the odd one: pairs of nibbles, then eight bytes of them.
    const __m128i pairs = _mm_maddubs_epi16(keys.round[r], _mm_set1_epi16(0x0110));
    return __builtin_bswap64(uint64_t(_mm_cvtsi128_si64(_mm_packus_epi16(pairs, pairs))));
  }
};

}  // namespace simd
}  // namespace mqseal

#endif
