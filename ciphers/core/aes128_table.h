// SPDX-License-Identifier: MIT
// AES-128 by S-box table, a byte at a time: what small devices run where code size counts. NOT
// constant time where there is a data cache; AVR and Cortex-M0+ to M4 have none. Source: FIPS 197.
#ifndef MQSEAL_CIPHERS_CORE_AES128_TABLE_H
#define MQSEAL_CIPHERS_CORE_AES128_TABLE_H

#include "ciphers/core/aes_sbox_table.h"
#include "ciphers/core/block.h"

namespace mqseal {
namespace core {

class AesTableEngine {
 public:
  static constexpr size_t block_bytes = 16, key_bytes = 16;
  static constexpr uint8_t rounds = 10;
  typedef Block<16> block;

  /// Section 5.2, one word of four bytes after the other.
  MQSEAL_NOINLINE void set_key(const uint8_t* key) {
    uint8_t* w = keys_;
    __builtin_memcpy(w, key, 16);
    uint8_t rcon = 1;
    for (uint8_t i = 0; i < 40; ++i, w += 4) {
      if (i % 4 == 0) {
        w[16] = uint8_t(w[0] ^ aes_sbox_byte(w[13]) ^ rcon);
        w[17] = uint8_t(w[1] ^ aes_sbox_byte(w[14]));
        w[18] = uint8_t(w[2] ^ aes_sbox_byte(w[15]));
        w[19] = uint8_t(w[3] ^ aes_sbox_byte(w[12]));
        rcon = times_two(rcon);
      } else {
        for (uint8_t j = 0; j < 4; ++j) {
          w[16 + j] = uint8_t(w[j] ^ w[12 + j]);
        }
      }
    }
  }

  MQSEAL_NOINLINE void encrypt_in_place(uint8_t* s) const {
    const uint8_t* key = keys_;
    for (uint8_t r = 0; r < rounds - 1; ++r) {
      substitute_and_shift(s, key);
      mix_columns(s);
      key += 16;
    }
    substitute_and_shift(s, key);
    key += 16;
    for (uint8_t i = 0; i < 16; ++i) {
      s[i] = uint8_t(s[i] ^ key[i]);
    }
  }

  /// Section 5.3, plain and slow: no figure of ours uses it, vectors do.
  MQSEAL_NOINLINE void decrypt_in_place(uint8_t* s) const {
    for (uint8_t r = rounds; r > 0; --r) {
      for (uint8_t i = 0; i < 16; ++i) {
        s[i] = uint8_t(s[i] ^ keys_[16 * r + i]);
      }
      if (r < rounds) {
        for (uint8_t times = 0; times < 3; ++times) {  // MixColumns has order four
          mix_columns(s);
        }
      }
      uint8_t t[16];
      __builtin_memcpy(t, s, 16);
      for (uint8_t i = 0; i < 16; ++i) {
        s[uint8_t(i + uint8_t(i % 4) * 4) % 16] = inverse_sbox_byte(t[i]);
      }
    }
    for (uint8_t i = 0; i < 16; ++i) {
      s[i] = uint8_t(s[i] ^ keys_[i]);
    }
  }

  MQSEAL_INLINE block encrypt(block in) const {
    encrypt_in_place(in.octets());
    return in;
  }

  MQSEAL_INLINE void encrypt_pair(block& a, block& b) const {
    encrypt_in_place(a.octets());
    encrypt_in_place(b.octets());
  }

  MQSEAL_INLINE void clear() { wipe(keys_, sizeof keys_); }

 private:
  static MQSEAL_INLINE uint8_t times_two(uint8_t x) {
#if defined(__AVR__) && !defined(__clang__)
    uint8_t mask;
    __asm__("lsl %0\n\tsbc %1, %1\n\tandi %1, 0x1b\n\teor %0, %1" : "+r"(x), "=&d"(mask));
    return x;
#else
    return uint8_t(uint8_t(x << 1) ^ uint8_t(0x1b & uint8_t(0U - unsigned(x >> 7))));
#endif
  }

  static MQSEAL_INLINE uint8_t keyed(const uint8_t* s, const uint8_t* key, uint8_t i) {
    return aes_sbox_byte(uint8_t(s[i] ^ key[i]));
  }

  /// AddRoundKey, SubBytes and ShiftRows: row i moves left by i columns.
  static MQSEAL_INLINE void substitute_and_shift(uint8_t* s, const uint8_t* key) {
    for (uint8_t i = 0; i < 16; i = uint8_t(i + 4)) {
      s[i] = keyed(s, key, i);
    }
    uint8_t t = keyed(s, key, 1);
    s[1] = keyed(s, key, 5);
    s[5] = keyed(s, key, 9);
    s[9] = keyed(s, key, 13);
    s[13] = t;
    t = keyed(s, key, 2);
    s[2] = keyed(s, key, 10);
    s[10] = t;
    t = keyed(s, key, 6);
    s[6] = keyed(s, key, 14);
    s[14] = t;
    t = keyed(s, key, 3);
    s[3] = keyed(s, key, 15);
    s[15] = keyed(s, key, 11);
    s[11] = keyed(s, key, 7);
    s[7] = t;
  }

  static MQSEAL_INLINE void mix_columns(uint8_t* s) {
    for (uint8_t column = 0; column < 4; ++column, s += 4) {
      const uint8_t a = s[0], b = s[1], c = s[2], d = s[3];
      const uint8_t all = uint8_t(a ^ b ^ c ^ d);
      s[0] = uint8_t(a ^ all ^ times_two(uint8_t(a ^ b)));
      s[1] = uint8_t(b ^ all ^ times_two(uint8_t(b ^ c)));
      s[2] = uint8_t(c ^ all ^ times_two(uint8_t(c ^ d)));
      s[3] = uint8_t(d ^ all ^ times_two(uint8_t(d ^ a)));
    }
  }

  /// By search: no second table for a direction that envelopes never use.
  static MQSEAL_NOINLINE uint8_t inverse_sbox_byte(uint8_t y) {
    uint8_t x = 0;
    while (aes_sbox_byte(x) != y) {
      ++x;
    }
    return x;
  }

  uint8_t keys_[16 * (rounds + 1)];
};

}  // namespace core
}  // namespace mqseal

#endif
