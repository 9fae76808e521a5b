// SPDX-License-Identifier: MIT
// SPECK, all ten sizes. Source: Beaulieu, Shors, Smith, Treatman-Clark, Weeks, Wingers, "The SIMON
// and SPECK Families of Lightweight Block Ciphers", IACR ePrint 2013/404, section 4.
// Byte order: NSA "Simon and Speck Implementation Guide" v1.1 (2019): little-endian words,
// y at byte 0 and x after it, k0 first. State: s[0] = y, s[1] = x. Constant time: ARX only.
#ifndef MQSEAL_CIPHERS_CORE_SPECK_H
#define MQSEAL_CIPHERS_CORE_SPECK_H

#include "ciphers/core/bytes.h"

namespace mqseal {
namespace core {

/// `Word`: the scalar word of n bits; `m`: key words; `T`: rounds (ePrint 2013/404, table 4.1).
template <class Word, unsigned m, unsigned T>
struct Speck {
  typedef Word word;
  typedef little_endian byte_order;
  static constexpr unsigned word_bits = word_traits<Word>::bits;
  static constexpr size_t block_words = 2, key_words = m;
  static constexpr size_t block_bytes = 2 * word_bits / 8, key_bytes = m * word_bits / 8;
  static constexpr unsigned rounds = T;
  /// alpha = 7, beta = 2 for 16-bit words, else 8 and 3 (section 4.1).
  static constexpr unsigned alpha = word_bits == 16 ? 7 : 8, beta = word_bits == 16 ? 2 : 3;

  template <class K>
  struct Keys {
    K round[T];
  };

  template <class W>
  static MQSEAL_INLINE void round(W& y, W& x, W k) {
    x = W(W(rotr<alpha>(x) + y) ^ k);
    y = W(rotl<beta>(y) ^ x);
  }

  template <class W>
  static MQSEAL_INLINE void inverse_round(W& y, W& x, W k) {
    y = rotr<beta>(W(y ^ x));
    x = rotl<alpha>(W(W(x ^ k) - y));
  }

  static MQSEAL_INLINE void load_key(const uint8_t* bytes, word (&key)[m]) {
    load_words<byte_order>(bytes, key);
  }

  /// Section 4.2: the key schedule runs the round function on (k, l) with the round number as key.
  template <class K>
  static MQSEAL_INLINE void expand(const K (&key)[m], Keys<K>& keys) {
    K k = key[0];
    K l[m - 1];
    for (unsigned i = 0; i < m - 1; ++i) {
      l[i] = key[i + 1];
    }
    keys.round[0] = k;
    for (unsigned i = 0, j = 0; i + 1 < T; ++i) {
      round(k, l[j], constant<K>(i));
      keys.round[i + 1] = k;
      j = j + 1 == m - 1 ? 0 : j + 1;
    }
    wipe(l, sizeof l);
  }

  template <class W, class K>
  static MQSEAL_INLINE void encrypt(const Keys<K>& keys, W (&s)[2]) {
    for (unsigned i = 0; i < T; ++i) {
      round(s[0], s[1], as_word<W>(keys.round[i]));
    }
  }

  template <class W, class K>
  static MQSEAL_INLINE void decrypt(const Keys<K>& keys, W (&s)[2]) {
    for (unsigned i = T; i-- > 0;) {
      inverse_round(s[0], s[1], as_word<W>(keys.round[i]));
    }
  }
};

typedef Speck<uint16_t, 4, 22> Speck32_64;
typedef Speck<word24, 3, 22> Speck48_72;
typedef Speck<word24, 4, 23> Speck48_96;
typedef Speck<uint32_t, 3, 26> Speck64_96;
typedef Speck<uint32_t, 4, 27> Speck64_128;
typedef Speck<word48, 2, 28> Speck96_96;
typedef Speck<word48, 3, 29> Speck96_144;
typedef Speck<word64, 2, 32> Speck128_128;
typedef Speck<word64, 3, 33> Speck128_192;
typedef Speck<word64, 4, 34> Speck128_256;

}  // namespace core
}  // namespace mqseal

#endif
