// SPDX-License-Identifier: MIT
// The unit for vector AES on AVX-512.
#include "ciphers/simd/kernels.h"
#include "ciphers/simd/unit.h"
#include "ciphers/simd/vaes_ops.h"

namespace mqseal::simd::vaes {

const core::BlockKernel aes_128 = kernel_of<VaesOps<isa_vaes>>::make();

}  // namespace mqseal::simd::vaes
