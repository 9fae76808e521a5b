// SPDX-License-Identifier: MIT
// Ascon's permutation for machines of 32 bits: a word is two halves, and the parts of a rotation
// are joined by XOR, which Cortex-M3 and M4 do together with the shift. Constant time. Source: NIST
// SP 800-232, section 3 (as ascon.h, whose rounds and mode it serves).
#ifndef MQSEAL_CIPHERS_CORE_ASCON_HALVES_H
#define MQSEAL_CIPHERS_CORE_ASCON_HALVES_H

#include "ciphers/core/ascon.h"

namespace mqseal {
namespace core {

struct Halves {
  uint32_t low, high;

  Halves() = default;

  MQSEAL_INLINE Halves(uint32_t l, uint32_t h) : low(l), high(h) {}

  explicit MQSEAL_INLINE Halves(uint64_t x) : low(uint32_t(x)), high(uint32_t(x >> 32)) {}

  friend MQSEAL_INLINE Halves operator^(Halves a, Halves b) {
    return Halves(a.low ^ b.low, a.high ^ b.high);
  }

  friend MQSEAL_INLINE Halves operator&(Halves a, Halves b) {
    return Halves(a.low & b.low, a.high & b.high);
  }

  friend MQSEAL_INLINE Halves operator~(Halves a) { return Halves(~a.low, ~a.high); }
};

template <>
struct word_traits<Halves> {
  typedef Halves scalar;
  static constexpr unsigned bits = 64;

  static MQSEAL_INLINE Halves splat(Halves x) { return x; }

  template <unsigned r>
  static MQSEAL_INLINE Halves rotr(Halves x) {
    constexpr unsigned s = r % 32;
    const Halves turned((x.low >> s) ^ (x.high << (32 - s)), (x.high >> s) ^ (x.low << (32 - s)));
    return r < 32 ? turned : Halves(turned.high, turned.low);
  }
};

template <>
struct carrier<Halves> {
  typedef uint64_t type;
};

struct AsconHalves {
  static MQSEAL_NOINLINE void permute12(uint64_t (&s)[5]) { permute<12>(s); }

  static MQSEAL_NOINLINE void permute8(uint64_t (&s)[5]) { permute<8>(s); }

 private:
  template <unsigned rounds>
  static MQSEAL_INLINE void permute(uint64_t (&s)[5]) {
    Halves w[5] = {Halves(s[0]), Halves(s[1]), Halves(s[2]), Halves(s[3]), Halves(s[4])};
    AsconPermutation<Halves>::template permute<rounds>(w);
    for (unsigned i = 0; i < 5; ++i) {
      s[i] = uint64_t(w[i].high) << 32 | w[i].low;
    }
  }
};

}  // namespace core
}  // namespace mqseal

#endif
