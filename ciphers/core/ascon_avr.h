// SPDX-License-Identifier: MIT
// Ascon's permutation for AVR by avr-g++: the state stays in memory, the S-box takes one byte of
// each word at a time, and a rotation of 64 bits is bytes renamed and at most four rotations by one
// bit. Constant time. Source: NIST SP 800-232, section 3 (as ascon.h, whose mode it serves).
#ifndef MQSEAL_CIPHERS_CORE_ASCON_AVR_H
#define MQSEAL_CIPHERS_CORE_ASCON_AVR_H

#include "ciphers/core/ascon.h"

namespace mqseal {
namespace core {
namespace avr {

/// 64 bits as eight registers, b0 the least significant.
struct Octets {
  uint8_t b0, b1, b2, b3, b4, b5, b6, b7;
};

MQSEAL_INLINE Octets load_octets(const uint8_t* from) {
  return Octets{from[0], from[1], from[2], from[3], from[4], from[5], from[6], from[7]};
}

MQSEAL_INLINE void store_octets(const Octets& x, uint8_t* to) {
  to[0] = x.b0;
  to[1] = x.b1;
  to[2] = x.b2;
  to[3] = x.b3;
  to[4] = x.b4;
  to[5] = x.b5;
  to[6] = x.b6;
  to[7] = x.b7;
}

MQSEAL_INLINE void rotl1(Octets& x) {
  __asm__(
      "lsl %0\n\trol %1\n\trol %2\n\trol %3\n\trol %4\n\trol %5\n\trol %6\n\trol %7\n\t"
      "adc %0, __zero_reg__"
      : "+r"(x.b0),
        "+r"(x.b1),
        "+r"(x.b2),
        "+r"(x.b3),
        "+r"(x.b4),
        "+r"(x.b5),
        "+r"(x.b6),
        "+r"(x.b7));
}

MQSEAL_INLINE void rotr1(Octets& x) {
  __asm__(
      "bst %0, 0\n\tror %7\n\tror %6\n\tror %5\n\tror %4\n\tror %3\n\tror %2\n\tror %1\n\tror "
      "%0\n\t"
      "bld %7, 7"
      : "+r"(x.b0),
        "+r"(x.b1),
        "+r"(x.b2),
        "+r"(x.b3),
        "+r"(x.b4),
        "+r"(x.b5),
        "+r"(x.b6),
        "+r"(x.b7));
}

/// Right by `bits`, left where negative.
template <int bits>
struct turn {
  static MQSEAL_INLINE void apply(Octets& x) {
    bits > 0 ? rotr1(x) : rotl1(x);
    turn<bits + (bits > 0 ? -1 : 1)>::apply(x);
  }
};

template <>
struct turn<0> {
  static MQSEAL_INLINE void apply(Octets&) {}
};

/// x rotated right by `bytes` bytes.
template <unsigned bytes>
MQSEAL_INLINE Octets renamed(const Octets& x) {
  const Octets one = {x.b1, x.b2, x.b3, x.b4, x.b5, x.b6, x.b7, x.b0};
  return renamed<bytes - 1>(one);
}

template <>
MQSEAL_INLINE Octets renamed<0>(const Octets& x) {
  return x;
}

MQSEAL_INLINE void add(Octets& x, const Octets& y) {
  x = Octets{uint8_t(x.b0 ^ y.b0),
             uint8_t(x.b1 ^ y.b1),
             uint8_t(x.b2 ^ y.b2),
             uint8_t(x.b3 ^ y.b3),
             uint8_t(x.b4 ^ y.b4),
             uint8_t(x.b5 ^ y.b5),
             uint8_t(x.b6 ^ y.b6),
             uint8_t(x.b7 ^ y.b7)};
}

}  // namespace avr

struct AsconAvr {
  static MQSEAL_INLINE void permute12(uint64_t (&s)[5]) { permute(s, 0xf0); }

  static MQSEAL_INLINE void permute8(uint64_t (&s)[5]) { permute(s, 0xb4); }

 private:
  /// The rounds whose constants run from `constant` to the last of table 5, 0x4b.
  static MQSEAL_NOINLINE void permute(uint64_t (&words)[5], uint8_t constant) {
    uint8_t* const s = reinterpret_cast<uint8_t*>(words);
    for (; constant != 0x3c; constant = uint8_t(constant - 0x0f)) {
      s[16] ^= constant;
      substitute(s);
      // Section 3.4: by a = 8 bytes + bits, the nearer one first.
      diffuse<2, 3, 3, 4>(s);        // 19, 28
      diffuse<5, -1, 0, -3>(s + 8);  // 39, 61
      diffuse<0, 1, 1, -2>(s + 16);  // 1, 6
      diffuse<2, 1, 1, 2>(s + 24);   // 17, 10
      diffuse<1, -1, 5, 1>(s + 32);  // 7, 41
    }
  }

  /// Section 3.3, figure 3, on byte i of every word.
  static MQSEAL_INLINE void substitute(uint8_t* s) {
    for (uint8_t i = 0; i < 8; ++i, ++s) {
      const uint8_t x1 = s[8], x3 = s[24];
      const uint8_t x0 = uint8_t(s[0] ^ s[32]), x4 = uint8_t(s[32] ^ x3);
      const uint8_t x2 = uint8_t(s[16] ^ x1);
      const uint8_t t0 = uint8_t(x0 ^ uint8_t(uint8_t(~x1) & x2));
      const uint8_t t1 = uint8_t(x1 ^ uint8_t(uint8_t(~x2) & x3));
      const uint8_t t2 = uint8_t(x2 ^ uint8_t(uint8_t(~x3) & x4));
      const uint8_t t3 = uint8_t(x3 ^ uint8_t(uint8_t(~x4) & x0));
      const uint8_t t4 = uint8_t(x4 ^ uint8_t(uint8_t(~x0) & x1));
      s[0] = uint8_t(t0 ^ t4);
      s[8] = uint8_t(t1 ^ t0);
      s[16] = uint8_t(~t2);
      s[24] = uint8_t(t3 ^ t2);
      s[32] = t4;
    }
  }

  template <unsigned first_bytes, int first_bits, unsigned then_bytes, int then_bits>
  static MQSEAL_INLINE void diffuse(uint8_t* word) {
    avr::Octets x = avr::load_octets(word), rotated = x;
    avr::turn<first_bits>::apply(rotated);
    avr::add(x, avr::renamed<first_bytes>(rotated));
    avr::turn<then_bits - first_bits>::apply(rotated);
    avr::add(x, avr::renamed<then_bytes>(rotated));
    avr::store_octets(x, word);
  }
};

}  // namespace core
}  // namespace mqseal

#endif
