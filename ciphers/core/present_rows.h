// SPDX-License-Identifier: MIT
// PRESENT for 8-bit targets: four rows of 16 bits, so that the S-box of present.h (shared) works on
// all sixteen nibbles in place. Bit j = 4 C + B of row A is bit 4 j + A of the block. The
// permutation renames the axes A B C of this cube (present.h); here it becomes an exchange of the
// row axis with the bit axis in even rounds and with the nibble axis in odd ones, so that before
// odd rounds each row stands transposed (bit 4 B + C), its round key likewise. Constant time.
#ifndef MQSEAL_CIPHERS_CORE_PRESENT_ROWS_H
#define MQSEAL_CIPHERS_CORE_PRESENT_ROWS_H

#include "ciphers/core/ops.h"
#include "ciphers/core/present.h"

namespace mqseal {
namespace core {

/// What the key schedules of section 3 (80 bits) and appendix II (128 bits) differ in.
struct PresentSchedule80 {
  static constexpr uint8_t key_bytes = 10, rotated_bytes = 2, nibbles = 1, counter_shift = 1;
};

struct PresentSchedule128 {
  static constexpr uint8_t key_bytes = 16, rotated_bytes = 8, nibbles = 2, counter_shift = 2;
};

template <class Schedule>
struct PresentRowsOps {
  static constexpr size_t block_bytes = 8, key_bytes = Schedule::key_bytes, group = 1;
  static constexpr bool bulk_counters = false;

  struct Keys {
    uint16_t round[PresentRounds::rounds + 1][4];
  };

  typedef core::Block<8> Block;
  typedef BigEndianCounter<Block> Counter;

  static MQSEAL_NOINLINE void expand(const uint8_t* key, Keys& keys) {
    uint8_t k[key_bytes];
    __builtin_memcpy(k, key, key_bytes);
    for (uint8_t r = 0; r < rounds + 1; ++r) {
      uint16_t* rows = keys.round[r];
      to_rows(k, rows);
      if ((r & 1U) != 0) {
        transpose(rows);
      }
      advance(k, uint8_t(r + 1));
    }
    wipe(k, sizeof k);
  }

  static MQSEAL_NOINLINE void encrypt_in_place(const Keys& keys, uint8_t* bytes) {
    uint16_t s[4];
    to_rows(bytes, s);
    const uint16_t* key = keys.round[0];
    for (uint8_t pair = 0; pair < 15; ++pair) {
      add_and_substitute(s, key);
      rows_with_bits(s);
      add_and_substitute(s, key + 4);
      rows_with_nibbles(s);
      key += 8;
    }
    add_and_substitute(s, key);
    rows_with_bits(s);
    for (uint8_t i = 0; i < 4; ++i) {
      s[i] = uint16_t(s[i] ^ key[4 + i]);
    }
    transpose(s);
    from_rows(s, bytes);
  }

  static MQSEAL_NOINLINE void decrypt_in_place(const Keys& keys, uint8_t* bytes) {
    uint16_t s[4];
    to_rows(bytes, s);
    transpose(s);
    for (uint8_t r = rounds; r > 0; --r) {
      for (uint8_t i = 0; i < 4; ++i) {
        s[i] = uint16_t(s[i] ^ keys.round[r][i]);
      }
      if ((r & 1U) != 0) {
        rows_with_bits(s);
      } else {
        rows_with_nibbles(s);
      }
      PresentRounds::Inverse::apply(s[0], s[1], s[2], s[3]);
    }
    for (uint8_t i = 0; i < 4; ++i) {
      s[i] = uint16_t(s[i] ^ keys.round[0][i]);
    }
    from_rows(s, bytes);
  }

  template <size_t n>
  static MQSEAL_INLINE void encrypt(const Keys& keys, Block (&blocks)[n]) {
    for (Block& block : blocks) {
      encrypt_in_place(keys, block.octets());
    }
  }

  template <size_t n>
  static MQSEAL_INLINE void decrypt(const Keys& keys, Block (&blocks)[n]) {
    for (Block& block : blocks) {
      decrypt_in_place(keys, block.octets());
    }
  }

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    xor_counters_by_groups<PresentRowsOps>(keys, counter, in, out, bytes);
  }

 private:
  static constexpr uint8_t rounds = PresentRounds::rounds;

  static MQSEAL_INLINE void add_and_substitute(uint16_t (&s)[4], const uint16_t* key) {
    for (uint8_t i = 0; i < 4; ++i) {
      s[i] = uint16_t(s[i] ^ key[i]);
    }
    present_sbox(s[0], s[1], s[2], s[3]);
  }

  /// Bits of a at distance `shift` above the mask change places with b's under it.
  template <unsigned shift, uint16_t mask>
  static MQSEAL_INLINE void exchange(uint16_t& a, uint16_t& b) {
    const uint16_t t = uint16_t(uint16_t(uint16_t(a >> shift) ^ b) & mask);
    b = uint16_t(b ^ t);
    a = uint16_t(a ^ uint16_t(t << shift));
  }

  static MQSEAL_INLINE void rows_with_bits(uint16_t (&s)[4]) {
    exchange<1, 0x5555>(s[0], s[1]);
    exchange<1, 0x5555>(s[2], s[3]);
    exchange<2, 0x3333>(s[0], s[2]);
    exchange<2, 0x3333>(s[1], s[3]);
  }

  static MQSEAL_INLINE void rows_with_nibbles(uint16_t (&s)[4]) {
    exchange<4, 0x0f0f>(s[0], s[1]);
    exchange<4, 0x0f0f>(s[2], s[3]);
    exchange<8, 0x00ff>(s[0], s[2]);
    exchange<8, 0x00ff>(s[1], s[3]);
  }

  /// Each row as a 4 x 4 matrix of bits: bit 4 i + j and bit 4 j + i change places.
  static MQSEAL_NOINLINE void transpose(uint16_t* rows) {
    for (uint8_t i = 0; i < 4; ++i) {
      uint16_t x = rows[i];
      uint16_t t = uint16_t(uint16_t(x ^ uint16_t(x >> 3)) & 0x0a0a);
      x = uint16_t(x ^ t ^ uint16_t(t << 3));
      t = uint16_t(uint16_t(x ^ uint16_t(x >> 6)) & 0x00cc);
      rows[i] = uint16_t(x ^ t ^ uint16_t(t << 6));
    }
  }

  /// Out of b's top, into row's bottom.
  static MQSEAL_INLINE void take_top_bit(uint8_t& b, uint16_t& row) {
    row = uint16_t(uint16_t(row << 1) | uint8_t(b >> 7));
    b = uint8_t(b << 1);
  }

  static MQSEAL_NOINLINE void to_rows(const uint8_t* bytes, uint16_t* rows) {
    uint16_t r0 = 0, r1 = 0, r2 = 0, r3 = 0;
    for (uint8_t i = 0; i < 8; ++i) {
      uint8_t b = bytes[i];
      for (uint8_t nibble = 0; nibble < 2; ++nibble) {
        take_top_bit(b, r3);
        take_top_bit(b, r2);
        take_top_bit(b, r1);
        take_top_bit(b, r0);
      }
    }
    rows[0] = r0;
    rows[1] = r1;
    rows[2] = r2;
    rows[3] = r3;
  }

  static MQSEAL_NOINLINE void from_rows(const uint16_t* rows, uint8_t* bytes) {
    uint16_t r0 = rows[0], r1 = rows[1], r2 = rows[2], r3 = rows[3];
    for (uint8_t i = 8; i-- > 0;) {
      bytes[i] =
          uint8_t((r0 & 1U) | uint8_t((r1 & 1U) << 1) | uint8_t((r2 & 1U) << 2) |
                  uint8_t((r3 & 1U) << 3) | uint8_t((r0 & 2U) << 3) | uint8_t((r1 & 2U) << 4) |
                  uint8_t((r2 & 2U) << 5) | uint8_t((r3 & 2U) << 6));
      r0 = uint16_t(r0 >> 2);
      r1 = uint16_t(r1 >> 2);
      r2 = uint16_t(r2 >> 2);
      r3 = uint16_t(r3 >> 2);
    }
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
    uint8_t x0 = uint8_t(k[0] >> 4), x1 = uint8_t(k[0] >> 5), x2 = uint8_t(k[0] >> 6);
    uint8_t x3 = uint8_t(k[0] >> 7);
    present_sbox(x0, x1, x2, x3);
    uint8_t out = uint8_t(uint8_t(x0 & 1U) << 4 | uint8_t(x1 & 1U) << 5 | uint8_t(x2 & 1U) << 6 |
                          uint8_t(x3 & 1U) << 7);
    if (Schedule::nibbles == 2) {
      x0 = k[0];
      x1 = uint8_t(k[0] >> 1);
      x2 = uint8_t(k[0] >> 2);
      x3 = uint8_t(k[0] >> 3);
      present_sbox(x0, x1, x2, x3);
      out = uint8_t(out | (x0 & 1U) | uint8_t((x1 & 1U) << 1) | uint8_t((x2 & 1U) << 2) |
                    uint8_t((x3 & 1U) << 3));
    } else {
      out = uint8_t(out | (k[0] & 0x0fU));
    }
    k[0] = out;
    k[7] = uint8_t(k[7] ^ uint8_t(counter >> Schedule::counter_shift));
    k[8] = uint8_t(k[8] ^ uint8_t(counter << (8 - Schedule::counter_shift)));
  }
};

}  // namespace core
}  // namespace mqseal

#endif
