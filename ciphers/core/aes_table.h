// SPDX-License-Identifier: MIT
// The AES S-box as a table, computed by the compiler from its definition (FIPS 197, section 5.1.1),
// and SubBytes with MixColumns in one table of words. In flash on AVR, where a plain constant would
// be copied to RAM. A look-up is not constant time where there is a data cache (aes128_table.h).
#ifndef MQSEAL_CIPHERS_CORE_AES_TABLE_H
#define MQSEAL_CIPHERS_CORE_AES_TABLE_H

#include "ciphers/core/config.h"
#if defined(__AVR__) && !defined(__clang__)
#include <avr/pgmspace.h>
#define MQSEAL_ROM PROGMEM
#else
#define MQSEAL_ROM
#endif

namespace mqseal {
namespace core {

/// Multiplication by x in GF(2^8) (section 4.2.1).
constexpr uint8_t aes_times_two(uint8_t x) {
  return uint8_t(uint8_t(x << 1) ^ uint8_t(0x1b & uint8_t(0U - unsigned(x >> 7))));
}

struct AesSbox {
  uint8_t value[256];

  /// p runs through the powers of 3, which generate the field's group, and q through those of 1/3,
  /// so that q = 1/p; then the affine map of equation 5.1.
  constexpr AesSbox() : value() {
    uint8_t p = 1, q = 1;
    do {
      p = uint8_t(p ^ aes_times_two(p));
      q = uint8_t(q ^ uint8_t(q << 1));
      q = uint8_t(q ^ uint8_t(q << 2));
      q = uint8_t(q ^ uint8_t(q << 4));
      q = uint8_t(q ^ ((q & 0x80) != 0 ? 0x09 : 0));
      unsigned rotations = 0;
      for (unsigned r = 0; r < 5; ++r) {
        rotations ^= unsigned(q) << r;
      }
      value[p] = uint8_t(uint8_t(rotations ^ (rotations >> 8)) ^ 0x63);
    } while (p != 1);
    value[0] = 0x63;
  }
};

/// word[x]: what S(x) in row 0 adds to its column in MixColumns, (2, 1, 1, 3) S(x), the first in
/// the lowest byte; for the other rows the word is rotated.
struct AesColumns {
  uint32_t word[256];

  constexpr AesColumns() : word() {
    const AesSbox sbox;
    for (unsigned x = 0; x < 256; ++x) {
      const uint8_t s = sbox.value[x];
      const uint32_t two = aes_times_two(s);
      word[x] = two | uint32_t(s) << 8 | uint32_t(s) << 16 | (two ^ s) << 24;
    }
  }
};

MQSEAL_INLINE uint8_t aes_sbox_byte(uint8_t x) {
  static constexpr AesSbox table MQSEAL_ROM __attribute__((aligned(256)));
#if defined(__AVR__) && !defined(__clang__)
  // The table is aligned: its high address byte is a constant and x is the low one.
  uint8_t y;
  __asm__("mov r30, %1\n\tldi r31, hi8(%2)\n\tlpm %0, Z"
          : "=r"(y)
          : "r"(x), "i"(&table)
          : "r30", "r31");
  return y;
#else
  return table.value[x];
#endif
}

}  // namespace core
}  // namespace mqseal

#endif
