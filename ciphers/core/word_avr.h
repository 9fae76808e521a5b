// SPDX-License-Identifier: MIT
// Words for AVR by avr-g++, which turns a shift by n into a loop of n steps and calls a library for
// 64 bits. A rotation is whole bytes moved or renamed, and at most four rotations by one bit in
// inline assembly. A word of 64 bits is eight bytes, each a register of its own. Constant time.
#ifndef MQSEAL_CIPHERS_CORE_WORD_AVR_H
#define MQSEAL_CIPHERS_CORE_WORD_AVR_H

#include "ciphers/core/config.h"

/// The bytes of x as operands of inline assembly.
#define MQSEAL_OCTETS(c, x) \
  c((x).b0), c((x).b1), c((x).b2), c((x).b3), c((x).b4), c((x).b5), c((x).b6), c((x).b7)

namespace mqseal {
namespace core {
namespace avr {

MQSEAL_INLINE uint16_t rotate_left(uint16_t x) {
  __asm__("lsl %A0\n\trol %B0\n\tadc %A0,__zero_reg__" : "+r"(x));
  return x;
}

MQSEAL_INLINE uint16_t rotate_right(uint16_t x) {
  __asm__("bst %A0,0\n\tror %B0\n\tror %A0\n\tbld %B0,7" : "+r"(x));
  return x;
}

MQSEAL_INLINE uint32_t rotate_left(uint32_t x) {
  __asm__("lsl %A0\n\trol %B0\n\trol %C0\n\trol %D0\n\tadc %A0,__zero_reg__" : "+r"(x));
  return x;
}

MQSEAL_INLINE uint32_t rotate_right(uint32_t x) {
  __asm__("bst %A0,0\n\tror %D0\n\tror %C0\n\tror %B0\n\tror %A0\n\tbld %D0,7" : "+r"(x));
  return x;
}

/// Rotates right by `bits` bits, left where negative.
template <int bits>
struct turn {
  template <class T>
  static MQSEAL_INLINE void apply(T& x) {
    x = bits > 0 ? rotate_right(x) : rotate_left(x);
    turn<bits + (bits > 0 ? -1 : 1)>::apply(x);
  }
};

template <>
struct turn<0> {
  template <class T>
  static MQSEAL_INLINE void apply(T&) {}
};

/// Rotation right by `bytes` bytes: moves in one word, or new names (Octets).
template <unsigned bytes>
struct renamed {
  static MQSEAL_INLINE uint16_t of(uint16_t x) {
    return renamed<bytes - 1>::of(uint16_t(uint16_t(x << 8) | uint8_t(x >> 8)));
  }

  static MQSEAL_INLINE uint32_t of(uint32_t x) {
    uint8_t from[4];
    __builtin_memcpy(from, &x, 4);
    const uint8_t to[4] = {
        from[bytes % 4], from[(bytes + 1) % 4], from[(bytes + 2) % 4], from[(bytes + 3) % 4]};
    __builtin_memcpy(&x, to, 4);
    return x;
  }

  template <class Octets>
  static MQSEAL_INLINE Octets of(const Octets& x) {
    return renamed<bytes - 1>::of(Octets(x.b1, x.b2, x.b3, x.b4, x.b5, x.b6, x.b7, x.b0));
  }
};

template <>
struct renamed<0> {
  template <class T>
  static MQSEAL_INLINE T of(const T& x) {
    return x;
  }
};

/// word_traits' rotations for a word of `width` bits.
template <class T, unsigned width>
struct rotations {
  static constexpr unsigned bits = width;

  template <unsigned r>
  static MQSEAL_INLINE T rotr(T x) {
    constexpr unsigned bytes = (r + 3) / 8;
    turn<int(r) - int(8 * bytes)>::apply(x);
    return renamed<bytes % (width / 8)>::of(x);
  }

  template <unsigned r>
  static MQSEAL_INLINE T rotl(T x) {
    return rotr<width - r>(x);
  }
};

/// 64 bits as eight registers, b0 the least significant.
struct Octets {
  uint8_t b0, b1, b2, b3, b4, b5, b6, b7;

  Octets() = default;

  MQSEAL_INLINE Octets(uint8_t c0,
                       uint8_t c1,
                       uint8_t c2,
                       uint8_t c3,
                       uint8_t c4,
                       uint8_t c5,
                       uint8_t c6,
                       uint8_t c7)
      : b0(c0), b1(c1), b2(c2), b3(c3), b4(c4), b5(c5), b6(c6), b7(c7) {}

  explicit MQSEAL_INLINE Octets(uint64_t x) { __builtin_memcpy(&b0, &x, 8); }

  static MQSEAL_INLINE Octets load(const uint8_t* p) {
    return Octets(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]);
  }

  MQSEAL_INLINE void store(uint8_t* p) const {
    p[0] = b0;
    p[1] = b1;
    p[2] = b2;
    p[3] = b3;
    p[4] = b4;
    p[5] = b5;
    p[6] = b6;
    p[7] = b7;
  }

  friend MQSEAL_INLINE Octets operator^(const Octets& x, const Octets& y) {
    return Octets(uint8_t(x.b0 ^ y.b0),
                  uint8_t(x.b1 ^ y.b1),
                  uint8_t(x.b2 ^ y.b2),
                  uint8_t(x.b3 ^ y.b3),
                  uint8_t(x.b4 ^ y.b4),
                  uint8_t(x.b5 ^ y.b5),
                  uint8_t(x.b6 ^ y.b6),
                  uint8_t(x.b7 ^ y.b7));
  }

  friend MQSEAL_INLINE Octets operator&(const Octets& x, const Octets& y) {
    return Octets(uint8_t(x.b0 & y.b0),
                  uint8_t(x.b1 & y.b1),
                  uint8_t(x.b2 & y.b2),
                  uint8_t(x.b3 & y.b3),
                  uint8_t(x.b4 & y.b4),
                  uint8_t(x.b5 & y.b5),
                  uint8_t(x.b6 & y.b6),
                  uint8_t(x.b7 & y.b7));
  }

  friend MQSEAL_INLINE Octets operator~(const Octets& x) { return x ^ Octets(~uint64_t(0)); }

  friend MQSEAL_INLINE Octets operator+(Octets x, const Octets& y) {
    __asm__(
        "add %0,%8\n\tadc %1,%9\n\tadc %2,%10\n\tadc %3,%11\n\t"
        "adc %4,%12\n\tadc %5,%13\n\tadc %6,%14\n\tadc %7,%15"
        : MQSEAL_OCTETS("+r", x)
        : MQSEAL_OCTETS("r", y));
    return x;
  }

  friend MQSEAL_INLINE Octets operator-(Octets x, const Octets& y) {
    __asm__(
        "sub %0,%8\n\tsbc %1,%9\n\tsbc %2,%10\n\tsbc %3,%11\n\t"
        "sbc %4,%12\n\tsbc %5,%13\n\tsbc %6,%14\n\tsbc %7,%15"
        : MQSEAL_OCTETS("+r", x)
        : MQSEAL_OCTETS("r", y));
    return x;
  }
};

MQSEAL_INLINE Octets rotate_left(Octets x) {
  __asm__(
      "lsl %0\n\trol %1\n\trol %2\n\trol %3\n\trol %4\n\trol %5\n\trol %6\n\trol %7\n\t"
      "adc %0,__zero_reg__"
      : MQSEAL_OCTETS("+r", x));
  return x;
}

MQSEAL_INLINE Octets rotate_right(Octets x) {
  __asm__(
      "bst %0,0\n\tror %7\n\tror %6\n\tror %5\n\tror %4\n\tror %3\n\tror %2\n\tror %1\n\t"
      "ror %0\n\tbld %7,7"
      : MQSEAL_OCTETS("+r", x));
  return x;
}

}  // namespace avr
}  // namespace core
}  // namespace mqseal

#endif
