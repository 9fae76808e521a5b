// SPDX-License-Identifier: MIT
// Ascon's permutation for AVR by avr-g++: the state stays in memory, the S-box takes one byte of
// each word at a time, and a rotation of 64 bits is bytes renamed and at most four rotations by one
// bit. Constant time. Source: NIST SP 800-232, section 3 (as ascon.h, whose mode it serves).
#ifndef MQSEAL_CIPHERS_CORE_ASCON_AVR_H
#define MQSEAL_CIPHERS_CORE_ASCON_AVR_H

#include "ciphers/core/ascon.h"

namespace mqseal {
namespace core {
/// The state stays in memory; `permute` is one copy for both numbers of rounds.
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

  /// Both rotations from one copy that is turned bit by bit: first to the one, then to the other.
  template <unsigned first_bytes, int first_bits, unsigned then_bytes, int then_bits>
  static MQSEAL_INLINE void diffuse(uint8_t* word) {
    avr::Octets x = avr::Octets::load(word), rotated = x;
    avr::turn<first_bits>::apply(rotated);
    x = x ^ avr::renamed<first_bytes>::of(rotated);
    avr::turn<then_bits - first_bits>::apply(rotated);
    x = x ^ avr::renamed<then_bytes>::of(rotated);
    x.store(word);
  }
};

}  // namespace core
}  // namespace mqseal

#endif
