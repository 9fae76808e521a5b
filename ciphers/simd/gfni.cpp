// SPDX-License-Identifier: MIT
// The unit for AVX-512 with GFNI and VBMI.
#include "ciphers/simd/gfni_ops.h"
#include "ciphers/simd/kernels.h"
#include "ciphers/simd/unit.h"

namespace mqseal::simd::gfni {

const core::BlockKernel present_80 = kernel_of<GfniOps<core::Present80, isa_gfni>>::make();
const core::BlockKernel present_128 = kernel_of<GfniOps<core::Present128, isa_gfni>>::make();

}  // namespace mqseal::simd::gfni
