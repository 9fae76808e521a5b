// SPDX-License-Identifier: MIT
// Rotations for AVR by avr-g++, which turns a shift by n into a loop of n steps: whole bytes are
// renamed, and what is left is at most four rotations by one bit, in inline assembly. Constant
// time.
#ifndef MQSEAL_CIPHERS_CORE_WORD_AVR_H
#define MQSEAL_CIPHERS_CORE_WORD_AVR_H

#include "ciphers/core/config.h"

namespace mqseal {
namespace core {
namespace avr {

MQSEAL_INLINE uint16_t rotl1(uint16_t x) {
  __asm__("lsl %A0\n\trol %B0\n\tadc %A0, __zero_reg__" : "+r"(x));
  return x;
}

MQSEAL_INLINE uint16_t rotr1(uint16_t x) {
  __asm__("bst %A0, 0\n\tror %B0\n\tror %A0\n\tbld %B0, 7" : "+r"(x));
  return x;
}

MQSEAL_INLINE uint32_t rotl1(uint32_t x) {
  __asm__("lsl %A0\n\trol %B0\n\trol %C0\n\trol %D0\n\tadc %A0, __zero_reg__" : "+r"(x));
  return x;
}

MQSEAL_INLINE uint32_t rotr1(uint32_t x) {
  __asm__("bst %A0, 0\n\tror %D0\n\tror %C0\n\tror %B0\n\tror %A0\n\tbld %D0, 7" : "+r"(x));
  return x;
}

/// A 64-bit word as the two halves that inline assembly can name.
struct halves {
  uint32_t low, high;
};

MQSEAL_INLINE halves split(uint64_t x) {
  halves h;
  __builtin_memcpy(&h, &x, sizeof x);
  return h;
}

MQSEAL_INLINE uint64_t join(halves h) {
  uint64_t x;
  __builtin_memcpy(&x, &h, sizeof x);
  return x;
}

MQSEAL_INLINE uint64_t rotl1(uint64_t x) {
  halves h = split(x);
  __asm__(
      "lsl %A0\n\trol %B0\n\trol %C0\n\trol %D0\n\t"
      "rol %A1\n\trol %B1\n\trol %C1\n\trol %D1\n\tadc %A0, __zero_reg__"
      : "+r"(h.low), "+r"(h.high));
  return join(h);
}

MQSEAL_INLINE uint64_t rotr1(uint64_t x) {
  halves h = split(x);
  __asm__(
      "bst %A0, 0\n\tror %D1\n\tror %C1\n\tror %B1\n\tror %A1\n\t"
      "ror %D0\n\tror %C0\n\tror %B0\n\tror %A0\n\tbld %D1, 7"
      : "+r"(h.low), "+r"(h.high));
  return join(h);
}

/// Bytes move up by n places, the topmost come in below.
template <unsigned n, class T>
MQSEAL_INLINE T rotl_bytes(T x) {
  if (n == 0) {
    return x;
  }
  uint8_t from[sizeof(T)], to[sizeof(T)];
  __builtin_memcpy(from, &x, sizeof x);
  for (uint8_t i = 0; i < sizeof(T); ++i) {
    to[(i + n) % sizeof(T)] = from[i];
  }
  __builtin_memcpy(&x, to, sizeof x);
  return x;
}

template <unsigned r, class T>
MQSEAL_INLINE T rotl(T x) {
  constexpr unsigned bytes = (r + 3) / 8 % sizeof(T), bits = r % 8;
  x = rotl_bytes<bytes>(x);
  if (bits <= 4) {
    for (uint8_t i = 0; i < bits; ++i) {
      x = rotl1(x);
    }
  } else {
    for (uint8_t i = 8; i > bits; --i) {
      x = rotr1(x);
    }
  }
  return x;
}

}  // namespace avr
}  // namespace core
}  // namespace mqseal

#endif
