// SPDX-License-Identifier: MIT
// A block of PRESENT as four rows (present_rows.h): bit 4 j + A of the block is bit j of row A.
#ifndef MQSEAL_CIPHERS_CORE_PRESENT_ROW_BITS_H
#define MQSEAL_CIPHERS_CORE_PRESENT_ROW_BITS_H

#include "ciphers/core/bytes.h"

namespace mqseal {
namespace core {

#if defined(__AVR__)
typedef uint16_t present_row;

/// Bytes of a block and its rows, bit by bit through the carry.
struct PresentRowBits {
  static MQSEAL_NOINLINE void to_rows(const uint8_t* bytes, present_row* rows) {
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

  static MQSEAL_NOINLINE void from_rows(const present_row* rows, uint8_t* bytes) {
    uint16_t r0 = rows[0], r1 = rows[1], r2 = rows[2], r3 = rows[3];
    for (uint8_t i = 8; i-- > 0;) {
      uint8_t b = 0;
      for (uint8_t nibble = 0; nibble < 2; ++nibble) {
        give_bottom_bit(r0, b);
        give_bottom_bit(r1, b);
        give_bottom_bit(r2, b);
        give_bottom_bit(r3, b);
      }
      bytes[i] = b;
    }
  }

 private:
  /// Out of b's top, into row's bottom.
  static MQSEAL_INLINE void take_top_bit(uint8_t& b, uint16_t& row) {
    __asm__("lsl %0\n\trol %A1\n\trol %B1" : "+r"(b), "+r"(row));
  }

  /// Out of row's bottom, into b's top.
  static MQSEAL_INLINE void give_bottom_bit(uint16_t& row, uint8_t& b) {
    __asm__("lsr %B0\n\tror %A0\n\tror %1" : "+r"(row), "+r"(b));
  }
};
#else
typedef uint32_t present_row;

/// Bytes of a block and its rows, 32 bits at a time: bit 4 j + A of a word goes to 8 A + j.
struct PresentRowBits {
  static MQSEAL_NOINLINE void to_rows(const uint8_t* bytes, present_row* rows) {
    const uint32_t high = gathered(load_word<big_endian, uint32_t>(bytes));
    const uint32_t low = gathered(load_word<big_endian, uint32_t>(bytes + 4));
    for (unsigned a = 0; a < 4; ++a) {
      rows[a] = uint8_t(low >> (8 * a)) | uint32_t(uint8_t(high >> (8 * a))) << 8;
    }
  }

  static MQSEAL_NOINLINE void from_rows(const present_row* rows, uint8_t* bytes) {
    uint32_t high = 0, low = 0;
    for (unsigned a = 0; a < 4; ++a) {
      low |= uint32_t(uint8_t(rows[a])) << (8 * a);
      high |= uint32_t(uint8_t(rows[a] >> 8)) << (8 * a);
    }
    store_word<big_endian>(scattered(high), bytes);
    store_word<big_endian>(scattered(low), bytes + 4);
  }

 private:
  /// Two bits of a bit's index change places.
  template <unsigned shift>
  static MQSEAL_INLINE uint32_t exchanged(uint32_t x, uint32_t mask) {
    const uint32_t t = (x ^ (x >> shift)) & mask;
    return x ^ t ^ (t << shift);
  }

  static MQSEAL_INLINE uint32_t gathered(uint32_t x) {
    x = exchanged<7>(x, 0x00aa00aaU);
    x = exchanged<14>(x, 0x0000ccccU);
    x = exchanged<2>(x, 0x0c0c0c0cU);
    return exchanged<1>(x, 0x22222222U);
  }

  static MQSEAL_INLINE uint32_t scattered(uint32_t x) {
    x = exchanged<1>(x, 0x22222222U);
    x = exchanged<2>(x, 0x0c0c0c0cU);
    x = exchanged<14>(x, 0x0000ccccU);
    return exchanged<7>(x, 0x00aa00aaU);
  }
};
#endif

}  // namespace core
}  // namespace mqseal

#endif
