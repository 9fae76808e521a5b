// SPDX-License-Identifier: MIT
// The unit for AES-NI.
#include "ciphers/simd/aes_ops.h"
#include "ciphers/simd/kernels.h"
#include "ciphers/simd/unit.h"

namespace mqseal::simd::aesni {

const core::BlockKernel aes_128 = kernel_of<AesOps<isa_aesni>>::make();

}  // namespace mqseal::simd::aesni
