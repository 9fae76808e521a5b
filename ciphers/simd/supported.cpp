// SPDX-License-Identifier: MIT
// Which units this CPU and its operating system can run. Compiled without -m flags.
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
  return avx512::supported() && aesni::supported() && __builtin_cpu_supports("vaes") != 0;
}

bool gfni::supported() noexcept {
  return avx512::supported() && __builtin_cpu_supports("gfni") != 0 &&
         __builtin_cpu_supports("avx512vbmi") != 0;
}

}  // namespace mqseal::simd
