// SPDX-License-Identifier: MIT
// SIMON, all ten sizes. Source: Beaulieu, Shors, Smith, Treatman-Clark, Weeks, Wingers, "The SIMON
// and SPECK Families of Lightweight Block Ciphers", IACR ePrint 2013/404, section 3.
// Byte order: NSA "Simon and Speck Implementation Guide" v1.1 (2019): little-endian words,
// y at byte 0 and x after it, k0 first. State: s[0] = y, s[1] = x. Constant time: AND, XOR, rotate.
#ifndef MQSEAL_CIPHERS_CORE_SIMON_H
#define MQSEAL_CIPHERS_CORE_SIMON_H

#include "ciphers/core/bytes.h"

namespace mqseal {
namespace core {

/// The sequences z0..z4 of section 3.3 with period 62: bit i of the constant is z_j[i].
constexpr uint64_t simon_z(unsigned j) {
  return j == 0   ? 0x19c3522fb386a45fULL
         : j == 1 ? 0x16864fb8ad0c9f71ULL
         : j == 2 ? 0x3369f885192c0ef5ULL
         : j == 3 ? 0x3c2ce51207a635dbULL
                  : 0x3dc94c3a046d678bULL;
}

/// Its bits in turn, for ever. In halves: few targets shift 64 bits well.
template <unsigned j>
struct SimonSequence {
  uint32_t bits = uint32_t(simon_z(j));
  unsigned left = 32;
  bool upper = false;

  MQSEAL_INLINE uint32_t next() {
    const uint32_t bit = bits & 1U;
    bits >>= 1;
    left -= 1;
    if (left == 0) {
      upper = !upper;
      bits = upper ? uint32_t(simon_z(j) >> 32) : uint32_t(simon_z(j));
      left = upper ? 30 : 32;
    }
    return bit;
  }
};

/// `Word`: the scalar word of n bits; `m`: key words; `T`: rounds; `j`: the sequence z_j (ePrint
/// 2013/404, table 3.1).
template <class Word, unsigned m, unsigned T, unsigned j>
struct Simon {
  typedef Word word;
  typedef little_endian byte_order;
  static constexpr unsigned word_bits = word_traits<Word>::bits;
  static constexpr size_t block_words = 2, key_words = m;
  static constexpr size_t block_bytes = 2 * word_bits / 8, key_bytes = m * word_bits / 8;
  static constexpr unsigned rounds = T;

  template <class K>
  struct Keys {
    K round[T];
  };

  /// Without the final swap of the Feistel halves: the callers alternate their roles.
  template <class W>
  static MQSEAL_INLINE void round(W& y, const W& x, W k) {
#if defined(__AVR__)
    const W once = rotl<1>(x);  // one step short of rotl<2>, and no step is free there
    const W both = W(once & rotl<8>(x));
    y = W(W(y ^ both) ^ W(rotl<1>(once) ^ k));
#else
    y = W(W(W(y ^ k) ^ rotl<2>(x)) ^ W(rotl<1>(x) & rotl<8>(x)));
#endif
  }

  static MQSEAL_INLINE void load_key(const uint8_t* bytes, word (&key)[m]) {
    load_words<byte_order>(bytes, key);
  }

  /// Section 3.3: k[i+m] = c ^ z_j[i] ^ k[i] ^ (I ^ S^-1)(S^-3 k[i+m-1] [^ k[i+1] where m = 4]).
  template <class K>
  static MQSEAL_INLINE void expand(const K (&key)[m], Keys<K>& keys) {
    for (unsigned i = 0; i < m; ++i) {
      keys.round[i] = key[i];
    }
    SimonSequence<j> z;
    for (unsigned i = m; i < T; ++i) {
      K t = rotr<3>(keys.round[i - 1]);
      if (m == 4) {
        t = K(t ^ keys.round[i - 3]);
      }
      t = K(t ^ rotr<1>(t));
      // c = 2^n - 4, so that ~k ^ 3 = k ^ c.
      keys.round[i] = K(K(K(~keys.round[i - m]) ^ t) ^ constant<K>(z.next() ^ 3U));
    }
  }

  template <class W, class K>
  static MQSEAL_INLINE void encrypt(const Keys<K>& keys, W (&s)[2]) {
    for (unsigned i = 0; i + 1 < T; i += 2) {
      round(s[0], s[1], as_word<W>(keys.round[i]));
      round(s[1], s[0], as_word<W>(keys.round[i + 1]));
    }
    if (T % 2 != 0) {
      round(s[0], s[1], as_word<W>(keys.round[T - 1]));
      swap(s);
    }
  }

  template <class W, class K>
  static MQSEAL_INLINE void decrypt(const Keys<K>& keys, W (&s)[2]) {
    if (T % 2 != 0) {
      swap(s);
      round(s[0], s[1], as_word<W>(keys.round[T - 1]));
    }
    for (unsigned i = T - T % 2; i > 0; i -= 2) {
      round(s[1], s[0], as_word<W>(keys.round[i - 1]));
      round(s[0], s[1], as_word<W>(keys.round[i - 2]));
    }
  }

 private:
  template <class W>
  static MQSEAL_INLINE void swap(W (&s)[2]) {
    const W t = s[0];
    s[0] = s[1];
    s[1] = t;
  }
};

typedef Simon<uint16_t, 4, 32, 0> Simon32_64;
typedef Simon<word24, 3, 36, 0> Simon48_72;
typedef Simon<word24, 4, 36, 1> Simon48_96;
typedef Simon<uint32_t, 3, 42, 2> Simon64_96;
typedef Simon<uint32_t, 4, 44, 3> Simon64_128;
typedef Simon<word48, 2, 52, 2> Simon96_96;
typedef Simon<word48, 3, 54, 3> Simon96_144;
typedef Simon<word64, 2, 68, 2> Simon128_128;
typedef Simon<word64, 3, 69, 3> Simon128_192;
typedef Simon<word64, 4, 72, 4> Simon128_256;

}  // namespace core
}  // namespace mqseal

#endif
