// SPDX-License-Identifier: MIT
// The instruction sets for which ciphers/simd has a unit, as tags. A tag stands in the name of
// every type and function that such a unit instantiates: code compiled with -m flags must never be
// linked in place of code for any x86-64 (tests/ciphers/odr_test.cpp looks at the objects).
#ifndef MQSEAL_CIPHERS_SIMD_ISA_H
#define MQSEAL_CIPHERS_SIMD_ISA_H

#include <stddef.h>

namespace mqseal {
namespace simd {

/// No instruction set: code with look-up tables, for any CPU.
struct isa_table {};

struct isa_bmi2 {};

/// `width`: bytes of a vector register.
struct isa_ssse3 {
  static constexpr size_t width = 16;
};

struct isa_avx2 {
  static constexpr size_t width = 32;
};

/// AES-NI and AVX.
struct isa_aesni {
  static constexpr size_t width = 16;
};

/// AVX-512 F, BW, DQ, VL and VAES.
struct isa_vaes {
  static constexpr size_t width = 64;
};

/// AVX-512 F, BW, DQ, VL, VBMI and GFNI.
struct isa_gfni {
  static constexpr size_t width = 64;
};

/// AVX-512 F, BW, DQ, VL.
struct isa_avx512 {
  static constexpr size_t width = 64;
};

}  // namespace simd
}  // namespace mqseal

#endif
