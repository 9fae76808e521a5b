// SPDX-License-Identifier: MIT
// LEA-128. Source: Hong, Lee, Kim, Kwon, Ryu, Lee, "LEA: A 128-Bit Block Cipher for Fast Encryption
// on Common Processors", WISA 2013; KS X 3246; ISO/IEC 29192-2:2019.
// Little-endian 32-bit words, X[0] first. Constant time: ARX only.
#ifndef MQSEAL_CIPHERS_CORE_LEA_H
#define MQSEAL_CIPHERS_CORE_LEA_H

#include "ciphers/core/bytes.h"

namespace mqseal {
namespace core {

struct Lea128 {
  typedef uint32_t word;
  typedef little_endian byte_order;
  static constexpr size_t block_words = 4, key_words = 4;
  static constexpr size_t block_bytes = 16, key_bytes = 16;
  static constexpr unsigned rounds = 24;

  /// Round i uses (T0, T1, T2, T1, T3, T1) (WISA 2013, section 3.2): four words are kept.
  template <class K>
  struct Keys {
    K round[rounds][4];
  };

  static MQSEAL_INLINE void load_key(const uint8_t* bytes, word (&key)[4]) {
    load_words<byte_order>(bytes, key);
  }

  template <class K>
  static MQSEAL_INLINE void expand(const K (&key)[4], Keys<K>& keys) {
    // delta[0..3] of section 3.2, from sqrt(766995) ("LEA" in ASCII). Round i wants delta[i mod 4]
    // rotated by i: here by its first i, below by 4 more after each use.
    uint32_t delta[4] = {
        0xc3efe9dbU, rotl<1>(0x44626b02U), rotl<2>(0x79e27c8aU), rotl<3>(0x78df30ecU)};
    K t[4] = {key[0], key[1], key[2], key[3]};
    for (unsigned i = 0; i < rounds; ++i) {
      uint32_t& d = delta[i % 4];
      t[0] = rotl<1>(K(t[0] + constant<K>(d)));
      t[1] = rotl<3>(K(t[1] + constant<K>(rotl<1>(d))));
      t[2] = rotl<6>(K(t[2] + constant<K>(rotl<2>(d))));
      t[3] = rotl<11>(K(t[3] + constant<K>(rotl<3>(d))));
      d = rotl<4>(d);
      for (unsigned w = 0; w < 4; ++w) {
        keys.round[i][w] = t[w];
      }
    }
    wipe(t, sizeof t);
  }

  template <class W, class K>
  static MQSEAL_INLINE void encrypt(const Keys<K>& keys, W (&s)[4]) {
    for (unsigned i = 0; i < rounds; ++i) {
      const W k1 = as_word<W>(keys.round[i][1]);
      const W x0 = s[0];
      s[0] = rotl<9>(W(W(x0 ^ as_word<W>(keys.round[i][0])) + W(s[1] ^ k1)));
      s[1] = rotr<5>(W(W(s[1] ^ as_word<W>(keys.round[i][2])) + W(s[2] ^ k1)));
      s[2] = rotr<3>(W(W(s[2] ^ as_word<W>(keys.round[i][3])) + W(s[3] ^ k1)));
      s[3] = x0;
    }
  }

  template <class W, class K>
  static MQSEAL_INLINE void decrypt(const Keys<K>& keys, W (&s)[4]) {
    for (unsigned i = rounds; i-- > 0;) {
      const W k1 = as_word<W>(keys.round[i][1]);
      const W x0 = s[3];
      const W x1 = W(W(rotr<9>(s[0]) - W(x0 ^ as_word<W>(keys.round[i][0]))) ^ k1);
      const W x2 = W(W(rotl<5>(s[1]) - W(x1 ^ as_word<W>(keys.round[i][2]))) ^ k1);
      const W x3 = W(W(rotl<3>(s[2]) - W(x2 ^ as_word<W>(keys.round[i][3]))) ^ k1);
      s[0] = x0;
      s[1] = x1;
      s[2] = x2;
      s[3] = x3;
    }
  }
};

}  // namespace core
}  // namespace mqseal

#endif
