// SPDX-License-Identifier: MIT
// AES-128 by look-up, one block after the other: what small devices run. NOT constant time where
// there is a data cache; AVR and Cortex-M0+ to M4 have none. Source: FIPS 197 (2001, updated 2023).
#ifndef MQSEAL_CIPHERS_CORE_AES128_TABLE_H
#define MQSEAL_CIPHERS_CORE_AES128_TABLE_H

#include "ciphers/core/aes_table.h"
#include "ciphers/core/ops.h"

namespace mqseal {
namespace core {

/// A byte at a time: 256 bytes of table.
struct AesByteRounds {
  static constexpr uint8_t rounds = 10;

  struct Keys {
    uint32_t round[rounds + 1][4];  ///< the bytes of section 5.2, in their order

    MQSEAL_INLINE uint8_t* octets() { return reinterpret_cast<uint8_t*>(round); }

    MQSEAL_INLINE const uint8_t* octets() const { return reinterpret_cast<const uint8_t*>(round); }
  };

  /// Section 5.2, one word of four bytes after the other.
  static MQSEAL_NOINLINE void expand(const uint8_t* key, Keys& keys) {
    uint8_t* w = keys.octets();
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

  static MQSEAL_NOINLINE void encrypt(const Keys& keys, uint8_t* s) {
    const uint8_t* key = keys.octets();
    for (uint8_t r = 0; r < rounds - 1; ++r) {
      substitute_and_shift(s, key);
      mix_columns(s);
      key += 16;
    }
    substitute_and_shift(s, key);
    add_round_key(s, key + 16);
  }

  /// Section 5.3, plain and slow: no figure of ours uses it, vectors do.
  static MQSEAL_NOINLINE void decrypt(const Keys& keys, uint8_t* s) {
    const uint8_t* key = keys.octets() + 16 * rounds;
    for (uint8_t r = rounds; r > 0; --r) {
      add_round_key(s, key);
      key -= 16;
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
    add_round_key(s, key);
  }

 private:
  static MQSEAL_INLINE uint8_t times_two(uint8_t x) {
#if defined(__AVR__) && !defined(__clang__)
    uint8_t mask;
    __asm__("lsl %0\n\tsbc %1, %1\n\tandi %1, 0x1b\n\teor %0, %1" : "+r"(x), "=&d"(mask));
    return x;
#else
    return aes_times_two(x);
#endif
  }

  static MQSEAL_INLINE void add_round_key(uint8_t* s, const uint8_t* key) {
    for (uint8_t i = 0; i < 16; ++i) {
      s[i] = uint8_t(s[i] ^ key[i]);
    }
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
};

/// A column at a time: 1 KiB of table. For little-endian machines of 32 bits.
struct AesWordRounds : AesByteRounds {
  static MQSEAL_NOINLINE void encrypt(const Keys& keys, uint8_t* block) {
    const uint32_t(*key)[4] = keys.round;
    uint32_t s[4], t[4];
    load_words<little_endian>(block, s);
    for (unsigned i = 0; i < 4; ++i) {
      s[i] ^= key[0][i];
    }
    for (unsigned r = 1; r < rounds - 1; r += 2, key += 2) {
      full_round(key[1], s, t);
      full_round(key[2], t, s);
    }
    full_round(key[1], s, t);
    last_round(key[2], t, s);
    for (size_t i = 0; i < 4; ++i) {
      store_word<little_endian>(s[i], block + 4 * i);
    }
  }

 private:
  static MQSEAL_INLINE uint32_t entry(uint32_t x) {
    static constexpr AesColumns table{};
    return table.word[x & 0xff];
  }

  /// SubBytes, ShiftRows and MixColumns: row i comes from column c + i.
  static MQSEAL_INLINE uint32_t column(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
    return entry(a) ^ rotl<8>(entry(b >> 8)) ^ rotl<16>(entry(c >> 16)) ^ rotl<24>(entry(d >> 24));
  }

  static MQSEAL_INLINE void full_round(const uint32_t (&key)[4],
                                       const uint32_t (&s)[4],
                                       uint32_t (&t)[4]) {
    t[0] = column(s[0], s[1], s[2], s[3]) ^ key[0];
    t[1] = column(s[1], s[2], s[3], s[0]) ^ key[1];
    t[2] = column(s[2], s[3], s[0], s[1]) ^ key[2];
    t[3] = column(s[3], s[0], s[1], s[2]) ^ key[3];
  }

  /// The same without MixColumns: S(x) is the second byte of an entry.
  static MQSEAL_INLINE uint32_t last_column(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
    return uint32_t(uint8_t(entry(a) >> 8)) | uint32_t(uint8_t(entry(b >> 8) >> 8)) << 8 |
           uint32_t(uint8_t(entry(c >> 16) >> 8)) << 16 |
           uint32_t(uint8_t(entry(d >> 24) >> 8)) << 24;
  }

  static MQSEAL_INLINE void last_round(const uint32_t (&key)[4],
                                       const uint32_t (&s)[4],
                                       uint32_t (&t)[4]) {
    t[0] = last_column(s[0], s[1], s[2], s[3]) ^ key[0];
    t[1] = last_column(s[1], s[2], s[3], s[0]) ^ key[1];
    t[2] = last_column(s[2], s[3], s[0], s[1]) ^ key[2];
    t[3] = last_column(s[3], s[0], s[1], s[2]) ^ key[3];
  }
};

/// Rounds: AesByteRounds or AesWordRounds.
template <class Rounds>
struct AesTableOps {
  static constexpr size_t block_bytes = 16, key_bytes = 16, group = 1;
  static constexpr bool bulk_counters = false;

  typedef typename Rounds::Keys Keys;
  typedef core::Block<16> Block;
  typedef BigEndianCounter<Block> Counter;

  static MQSEAL_INLINE void expand(const uint8_t* key, Keys& keys) { Rounds::expand(key, keys); }

  template <size_t n>
  static MQSEAL_INLINE void encrypt(const Keys& keys, Block (&blocks)[n]) {
    for (Block& block : blocks) {
      Rounds::encrypt(keys, block.octets());
    }
  }

  template <size_t n>
  static MQSEAL_INLINE void decrypt(const Keys& keys, Block (&blocks)[n]) {
    for (Block& block : blocks) {
      Rounds::decrypt(keys, block.octets());
    }
  }

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    xor_counters_by_groups<AesTableOps>(keys, counter, in, out, bytes);
  }
};

}  // namespace core
}  // namespace mqseal

#endif
