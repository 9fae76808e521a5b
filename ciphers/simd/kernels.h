// SPDX-License-Identifier: MIT
// The kernels of every instruction set, and whether this CPU can run a unit. A kernel must not be
// called where `supported` is false: it stops the process with an illegal instruction.
#pragma once

#include "ciphers/core/kernel.h"
#include "ciphers/simd/batch_kernel.h"

#define MQSEAL_LANE_CIPHER(symbol, type) extern const core::BlockKernel symbol;

namespace mqseal::simd {

namespace ssse3 {
[[nodiscard]] bool supported() noexcept;
#include "ciphers/simd/lane_ciphers.def"
extern const core::BlockKernel present_80, present_128;
}  // namespace ssse3

namespace avx2 {
[[nodiscard]] bool supported() noexcept;
#include "ciphers/simd/lane_ciphers.def"
extern const core::BlockKernel present_80, present_128;
extern const BatchKernel batch_speck_64_128, batch_speck_128_128, batch_simon_64_128,
    batch_simon_128_128, batch_present_80, batch_present_128;
}  // namespace avx2

/// AVX-512 F, BW, DQ, VL.
namespace avx512 {
[[nodiscard]] bool supported() noexcept;
#include "ciphers/simd/lane_ciphers.def"
extern const core::BlockKernel present_80, present_128;
extern const BatchKernel batch_speck_64_128, batch_speck_128_128, batch_simon_64_128,
    batch_simon_128_128, batch_present_80, batch_present_128;
}  // namespace avx512

/// BMI1 and BMI2.
namespace bmi2 {
[[nodiscard]] bool supported() noexcept;
extern const core::AeadKernel ascon_aead128;
}  // namespace bmi2

/// AES-NI and AVX.
namespace aesni {
[[nodiscard]] bool supported() noexcept;
extern const core::BlockKernel aes_128;
}  // namespace aesni

/// AVX-512 as above, and VAES.
namespace vaes {
[[nodiscard]] bool supported() noexcept;
extern const core::BlockKernel aes_128;
}  // namespace vaes

/// AVX-512 as above, VBMI and GFNI.
namespace gfni {
[[nodiscard]] bool supported() noexcept;
extern const core::BlockKernel present_80, present_128;
extern const BatchKernel batch_present_80, batch_present_128;
}  // namespace gfni

/// Any CPU; not constant time.
namespace table {
extern const core::BlockKernel present_80, present_128;
}  // namespace table

}  // namespace mqseal::simd

#undef MQSEAL_LANE_CIPHER
