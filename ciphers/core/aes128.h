// SPDX-License-Identifier: MIT
// AES-128, bitsliced: constant time on every target. Source: NIST FIPS 197 (2001, updated 2023).
//
// State: eight planes q[0..7], plane k holding bit k of every byte. A word of w bits carries w/16
// blocks; the bit of byte (row, column) of block b has index (w/4) row + (w/16) column + b, so that
// a rotation of whole words by w/4 moves rows, as MixColumns wants. Ways to use it: uint16_t (one
// block; small targets), uint32_t (2), uint64_t (4), SIMD lanes of those.
#ifndef MQSEAL_CIPHERS_CORE_AES128_H
#define MQSEAL_CIPHERS_CORE_AES128_H

#include "ciphers/core/aes_circuit.h"
#include "ciphers/core/bytes.h"

namespace mqseal {
namespace core {

struct Aes128 {
  static constexpr size_t block_bytes = 16, key_bytes = 16;
  static constexpr unsigned rounds = 10;

  /// Round keys as planes, the same in every block of the word.
  template <class K>
  struct Keys {
    K round[rounds + 1][8];
  };

  template <class W>
  static constexpr unsigned blocks_per_word() {
    return word_traits<W>::bits / 16;
  }

  template <class W, class K>
  static MQSEAL_INLINE void encrypt(const Keys<K>& keys, W (&q)[8]) {
    add_round_key(keys.round[0], q);
    for (unsigned r = 1; r < rounds; ++r) {
      aes_sbox(q);
      shift_rows(q);
      mix_columns(q);
      add_round_key(keys.round[r], q);
    }
    aes_sbox(q);
    shift_rows(q);
    add_round_key(keys.round[rounds], q);
  }

  template <class W, class K>
  static MQSEAL_INLINE void decrypt(const Keys<K>& keys, W (&q)[8]) {
    add_round_key(keys.round[rounds], q);
    for (unsigned r = rounds - 1; r > 0; --r) {
      inverse_shift_rows(q);
      aes_inverse_sbox(q);
      add_round_key(keys.round[r], q);
      inverse_mix_columns(q);
    }
    inverse_shift_rows(q);
    aes_inverse_sbox(q);
    add_round_key(keys.round[0], q);
  }

  /// The 44 words of FIPS 197, section 5.2, as eleven blocks of bytes.
  static MQSEAL_INLINE void expand_bytes(const uint8_t* key, uint8_t (&round_keys)[11][16]) {
    uint8_t* w = &round_keys[0][0];
    __builtin_memcpy(w, key, 16);
    uint8_t rcon = 1;
    for (size_t i = 16; i < 176; i += 4) {
      uint8_t t[4];
      __builtin_memcpy(t, w + i - 4, 4);
      if (i % 16 == 0) {
        const uint8_t first = t[0];
        for (unsigned j = 0; j < 3; ++j) {
          t[j] = t[j + 1];
        }
        t[3] = first;
        substitute(t);
        t[0] = uint8_t(t[0] ^ rcon);
        rcon = uint8_t(uint8_t(rcon << 1) ^ uint8_t(0x1b & (0U - unsigned(rcon >> 7))));
      }
      for (unsigned j = 0; j < 4; ++j) {
        w[i + j] = uint8_t(w[i + j - 16] ^ t[j]);
      }
    }
  }

  /// Bytes v[j], byte m, hold the state byte of index 8 m + j; this turns them into planes, and
  /// planes into such bytes again (an 8 x 8 transpose of bits in every byte column).
  template <class W>
  static MQSEAL_INLINE void transpose(W (&v)[8]) {
    for (unsigned i = 0; i < 8; i += 2) {
      exchange<1>(v[i], v[i + 1], 0x5555555555555555ULL);
    }
    for (unsigned i = 0; i < 8; i += 4) {
      exchange<2>(v[i], v[i + 2], 0x3333333333333333ULL);
      exchange<2>(v[i + 1], v[i + 3], 0x3333333333333333ULL);
    }
    for (unsigned i = 0; i < 4; ++i) {
      exchange<4>(v[i], v[i + 4], 0x0f0f0f0f0f0f0f0fULL);
    }
  }

 private:
  template <unsigned shift, class W>
  static MQSEAL_INLINE void exchange(W& a, W& b, uint64_t mask) {
    const W t = W(W(W(a >> shift) ^ b) & constant<W>(mask));
    b = W(b ^ t);
    a = W(a ^ W(t << shift));
  }

  /// SubWord: the circuit on four bytes, bit j of plane k = bit k of byte j.
  static MQSEAL_INLINE void substitute(uint8_t (&bytes)[4]) {
    uint8_t q[8] = {bytes[0], bytes[1], bytes[2], bytes[3], 0, 0, 0, 0};
    transpose(q);
    aes_sbox(q);
    transpose(q);
    __builtin_memcpy(bytes, q, 4);
  }

  template <class W, class K>
  static MQSEAL_INLINE void add_round_key(const K (&key)[8], W (&q)[8]) {
    for (unsigned k = 0; k < 8; ++k) {
      q[k] = W(q[k] ^ as_word<W>(key[k]));
    }
  }

  /// The bits of the given columns (bit c of `columns`) in the given rows, for words of w bits.
  static constexpr uint64_t select(unsigned w, unsigned rows, unsigned columns) {
    uint64_t mask = 0;
    for (unsigned row = 0; row < 4; ++row) {
      for (unsigned column = 0; column < 4; ++column) {
        if ((rows >> row & 1U) != 0 && (columns >> column & 1U) != 0) {
          mask |= ((uint64_t(1) << (w / 16)) - 1) << (w / 4 * row + w / 16 * column);
        }
      }
    }
    return mask;
  }

  /// Rows 2 and 3 by two columns, its own inverse.
  template <class W>
  static MQSEAL_INLINE W shift_by_two(W x) {
    constexpr unsigned w = word_traits<W>::bits, g = w / 16;
    constexpr uint64_t left = select(w, 0xc, 0x3);
    const W t = W(W(x ^ W(x >> (2 * g))) & constant<W>(left));
    return W(x ^ W(t ^ W(t << (2 * g))));
  }

  template <class W>
  static MQSEAL_INLINE void shift_rows(W (&q)[8]) {
    constexpr unsigned w = word_traits<W>::bits, g = w / 16;
    constexpr uint64_t even = select(w, 0x5, 0xf), most = select(w, 0xa, 0x7);
    constexpr uint64_t last = select(w, 0xa, 0x8);
    for (unsigned k = 0; k < 8; ++k) {
      const W x = shift_by_two(q[k]);
      q[k] = W(W(x & constant<W>(even)) |
               W(W(W(x >> g) & constant<W>(most)) | W(W(x << (3 * g)) & constant<W>(last))));
    }
  }

  template <class W>
  static MQSEAL_INLINE void inverse_shift_rows(W (&q)[8]) {
    constexpr unsigned w = word_traits<W>::bits, g = w / 16;
    constexpr uint64_t even = select(w, 0x5, 0xf), most = select(w, 0xa, 0xe);
    constexpr uint64_t first = select(w, 0xa, 0x1);
    for (unsigned k = 0; k < 8; ++k) {
      const W x = shift_by_two(q[k]);
      q[k] = W(W(x & constant<W>(even)) |
               W(W(W(x << g) & constant<W>(most)) | W(W(x >> (3 * g)) & constant<W>(first))));
    }
  }

  /// q = 2 q in GF(2^8) (section 4.2.1): x^8 = x^4 + x^3 + x + 1.
  template <class W>
  static MQSEAL_INLINE void xtime(W (&q)[8]) {
    const W high = q[7];
    for (unsigned k = 7; k > 0; --k) {
      q[k] = q[k - 1];
    }
    q[0] = high;
    q[1] = W(q[1] ^ high);
    q[3] = W(q[3] ^ high);
    q[4] = W(q[4] ^ high);
  }

  /// Section 5.1.3: b_r = 2 (a_r + a_r+1) + a_r+1 + (a_r+2 + a_r+3).
  template <class W>
  static MQSEAL_INLINE void mix_columns(W (&q)[8]) {
    constexpr unsigned row = word_traits<W>::bits / 4;
    W sum[8], rest[8];
    for (unsigned k = 0; k < 8; ++k) {
      const W next = rotr<row>(q[k]);
      sum[k] = W(q[k] ^ next);
      rest[k] = W(next ^ rotr<2 * row>(sum[k]));
    }
    xtime(sum);
    for (unsigned k = 0; k < 8; ++k) {
      q[k] = W(sum[k] ^ rest[k]);
    }
  }

  /// Section 5.3.3: the inverse matrix is that of mix_columns times (5, 0, 4, 0).
  template <class W>
  static MQSEAL_INLINE void inverse_mix_columns(W (&q)[8]) {
    constexpr unsigned row = word_traits<W>::bits / 4;
    W sum[8];
    for (unsigned k = 0; k < 8; ++k) {
      sum[k] = W(q[k] ^ rotr<2 * row>(q[k]));
    }
    xtime(sum);
    xtime(sum);
    for (unsigned k = 0; k < 8; ++k) {
      q[k] = W(q[k] ^ sum[k]);
    }
    mix_columns(q);
  }
};

}  // namespace core
}  // namespace mqseal

#endif
