// SPDX-License-Identifier: MIT
// PRESENT for microcontrollers: four rows of 16 bits, so that the S-box of present.h (shared) works
// on all sixteen nibbles in place. Bit j = 4 C + B of row A is bit 4 j + A of the block. The
// permutation renames the axes A B C of this cube (present.h); here it becomes an exchange of the
// row axis with the bit axis in even rounds and with the nibble axis in odd ones, so that before
// odd rounds each row stands transposed (bit 4 B + C), its round key likewise. A row of 32 bits
// holds two blocks, for the price of one. Constant time.
#ifndef MQSEAL_CIPHERS_CORE_PRESENT_ROWS_H
#define MQSEAL_CIPHERS_CORE_PRESENT_ROWS_H

#include "ciphers/core/ops.h"
#include "ciphers/core/present.h"
#include "ciphers/core/present_row_bits.h"

namespace mqseal {
namespace core {

/// What the key schedules of section 3 (80 bits) and appendix II (128 bits) differ in.
struct PresentSchedule80 {
  static constexpr uint8_t key_bytes = 10, rotated_bytes = 2, nibbles = 1, counter_shift = 1;
};

struct PresentSchedule128 {
  static constexpr uint8_t key_bytes = 16, rotated_bytes = 8, nibbles = 2, counter_shift = 2;
};

/// The rounds on rows; every 16 bits of a row are a block of their own.
struct PresentRows {
  static constexpr uint8_t rounds = PresentRounds::rounds;
  static constexpr size_t blocks = sizeof(present_row) / 2;

  struct Keys {
    uint16_t round[rounds + 1][4];
  };

  static MQSEAL_INLINE void encrypt(const Keys& keys, present_row (&s)[4]) {
    const uint16_t* key = keys.round[0];
    for (uint8_t pair = 0; pair < 15; ++pair) {
      add_key(s, key);
      present_sbox(s[0], s[1], s[2], s[3]);
      rows_with_bits(s);
      add_key(s, key + 4);
      present_sbox(s[0], s[1], s[2], s[3]);
      rows_with_nibbles(s);
      key += 8;
    }
    add_key(s, key);
    present_sbox(s[0], s[1], s[2], s[3]);
    rows_with_bits(s);
    add_key(s, key + 4);
    transpose(s);
  }

  static MQSEAL_INLINE void decrypt(const Keys& keys, present_row (&s)[4]) {
    transpose(s);
    for (uint8_t r = rounds; r > 0; --r) {
      add_key(s, keys.round[r]);
      if ((r & 1U) != 0) {
        rows_with_bits(s);
      } else {
        rows_with_nibbles(s);
      }
      present_inverse_sbox(s[0], s[1], s[2], s[3]);
    }
    add_key(s, keys.round[0]);
  }

  /// Each row as a 4 x 4 matrix of bits: bit 4 i + j and bit 4 j + i change places.
  static MQSEAL_NOINLINE void transpose(present_row* rows) {
    for (uint8_t i = 0; i < 4; ++i) {
      rows[i] = exchanged<6>(exchanged<3>(rows[i], repeated(0x0a0a)), repeated(0x00cc));
    }
  }

 private:
  /// The same 16 bits for every block of a row.
  static constexpr present_row repeated(uint16_t x) {
    return blocks == 2 ? present_row(present_row(x) * present_row(0x10001UL)) : present_row(x);
  }

  static MQSEAL_INLINE void add_key(present_row (&s)[4], const uint16_t* key) {
    for (uint8_t i = 0; i < 4; ++i) {
      s[i] = present_row(s[i] ^ repeated(key[i]));
    }
  }

  template <unsigned shift>
  static MQSEAL_INLINE present_row exchanged(present_row x, present_row mask) {
    const present_row t = present_row(present_row(x ^ present_row(x >> shift)) & mask);
    return present_row(x ^ t ^ present_row(t << shift));
  }

  /// Bits of a at distance `shift` above the mask change places with b's under it.
  template <unsigned shift, uint16_t mask>
  static MQSEAL_INLINE void exchange(present_row& a, present_row& b) {
    const present_row t = present_row(present_row(present_row(a >> shift) ^ b) & repeated(mask));
    b = present_row(b ^ t);
    a = present_row(a ^ present_row(t << shift));
  }

  static MQSEAL_INLINE void rows_with_bits(present_row (&s)[4]) {
    exchange<1, 0x5555>(s[0], s[1]);
    exchange<1, 0x5555>(s[2], s[3]);
    exchange<2, 0x3333>(s[0], s[2]);
    exchange<2, 0x3333>(s[1], s[3]);
  }

  static MQSEAL_INLINE void rows_with_nibbles(present_row (&s)[4]) {
    exchange<4, 0x0f0f>(s[0], s[1]);
    exchange<4, 0x0f0f>(s[2], s[3]);
    exchange<8, 0x00ff>(s[0], s[2]);
    exchange<8, 0x00ff>(s[1], s[3]);
  }
};

template <class Schedule>
struct PresentRowsOps {
  static constexpr size_t block_bytes = 8, key_bytes = Schedule::key_bytes;
  static constexpr size_t group = PresentRows::blocks;
  static constexpr bool bulk_counters = false;

  typedef PresentRows::Keys Keys;
  typedef core::Block<8> Block;
  typedef BigEndianCounter<Block> Counter;

  static MQSEAL_NOINLINE void expand(const uint8_t* key, Keys& keys) {
    uint8_t k[key_bytes];
    __builtin_memcpy(k, key, key_bytes);
    for (uint8_t r = 0; r < PresentRows::rounds + 1; ++r) {
      present_row rows[4];
      PresentRowBits::to_rows(k, rows);
      if ((r & 1U) != 0) {
        PresentRows::transpose(rows);
      }
      for (uint8_t i = 0; i < 4; ++i) {
        keys.round[r][i] = uint16_t(rows[i]);
      }
      advance(k, uint8_t(r + 1));
    }
    wipe(k, sizeof k);
  }

  template <size_t n>
  static MQSEAL_INLINE void encrypt(const Keys& keys, Block (&blocks)[n]) {
    size_t i = 0;
    for (; i + 1 < n && group == 2; i += 2) {
      encrypt_pair(keys, blocks[i].octets(), blocks[i + 1].octets());
    }
    for (; i < n; ++i) {
      encrypt_one(keys, blocks[i].octets());
    }
  }

  template <size_t n>
  static MQSEAL_INLINE void decrypt(const Keys& keys, Block (&blocks)[n]) {
    for (Block& block : blocks) {
      decrypt_one(keys, block.octets());
    }
  }

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    xor_counters_by_groups<PresentRowsOps>(keys, counter, in, out, bytes);
  }

 private:
  static MQSEAL_NOINLINE void encrypt_one(const Keys& keys, uint8_t* block) {
    present_row s[4];
    PresentRowBits::to_rows(block, s);
    PresentRows::encrypt(keys, s);
    PresentRowBits::from_rows(s, block);
  }

  static MQSEAL_NOINLINE void encrypt_pair(const Keys& keys, uint8_t* a, uint8_t* b) {
    present_row s[4], t[4];
    PresentRowBits::to_rows(a, s);
    PresentRowBits::to_rows(b, t);
    for (uint8_t i = 0; i < 4; ++i) {
      s[i] = present_row(s[i] | (uint32_t(t[i]) << 16));
    }
    PresentRows::encrypt(keys, s);
    PresentRowBits::from_rows(s, a);
    for (uint8_t i = 0; i < 4; ++i) {
      t[i] = present_row(uint32_t(s[i]) >> 16);
    }
    PresentRowBits::from_rows(t, b);
  }

  static MQSEAL_NOINLINE void decrypt_one(const Keys& keys, uint8_t* block) {
    present_row s[4];
    PresentRowBits::to_rows(block, s);
    PresentRows::decrypt(keys, s);
    PresentRowBits::from_rows(s, block);
  }

  /// Rotate left by 61, S-box on the top nibbles, the counter into its five bits.
  static MQSEAL_INLINE void advance(uint8_t (&k)[key_bytes], uint8_t counter) {
    uint8_t t[key_bytes];
    for (uint8_t i = 0; i < key_bytes; ++i) {
      t[uint8_t(i + Schedule::rotated_bytes) % key_bytes] = k[i];
    }
    for (uint8_t i = 0; i < key_bytes; ++i) {
      const uint8_t above = t[i == 0 ? key_bytes - 1 : i - 1];
      k[i] = uint8_t(uint8_t(t[i] >> 3) | uint8_t(above << 5));
    }
    const uint8_t top = substituted_nibbles(k[0]);
    k[0] = Schedule::nibbles == 2 ? top : uint8_t(uint8_t(top & 0xf0U) | uint8_t(k[0] & 0x0fU));
    k[7] = uint8_t(k[7] ^ uint8_t(counter >> Schedule::counter_shift));
    k[8] = uint8_t(k[8] ^ uint8_t(counter << (8 - Schedule::counter_shift)));
  }

  /// The S-box on both nibbles of x: bits 0 and 4 of x0 to x3 are theirs.
  static MQSEAL_INLINE uint8_t substituted_nibbles(uint8_t x) {
    uint8_t x0 = x, x1 = uint8_t(x >> 1), x2 = uint8_t(x >> 2), x3 = uint8_t(x >> 3);
    present_sbox(x0, x1, x2, x3);
    return uint8_t((x0 & 0x11U) | uint8_t((x1 & 0x11U) << 1) | uint8_t((x2 & 0x11U) << 2) |
                   uint8_t((x3 & 0x11U) << 3));
  }
};

}  // namespace core
}  // namespace mqseal

#endif
