// SPDX-License-Identifier: MIT
// Which units this CPU and its operating system can run. Compiled without -m flags.
#include <cpuid.h>

#include "ciphers/simd/kernels.h"

namespace mqseal::simd {

bool ssse3::supported() noexcept {
  return __builtin_cpu_supports("ssse3") != 0;
}

bool avx2::supported() noexcept {
  return __builtin_cpu_supports("avx2") != 0;
}

bool avx512::supported() noexcept {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0;
}

bool bmi2::supported() noexcept {
  return __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("bmi2") != 0;
}

bool aesni::supported() noexcept {
  return __builtin_cpu_supports("aes") != 0 && __builtin_cpu_supports("avx") != 0;
}

bool vaes::supported() noexcept {
  // clang 14 does not know the name "vaes": leaf 7, ECX bit 9 (Intel SDM, volume 2A, CPUID).
  unsigned a = 0, b = 0, c = 0, d = 0;
  const bool vaes = __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (c >> 9 & 1U) != 0;
  return vaes && avx512::supported() && aesni::supported();
}

bool gfni::supported() noexcept {
  return avx512::supported() && __builtin_cpu_supports("gfni") != 0 &&
         __builtin_cpu_supports("avx512vbmi") != 0;
}

}  // namespace mqseal::simd
