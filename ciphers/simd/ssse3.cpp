// SPDX-License-Identifier: MIT
// The unit for SSSE3.
#include "ciphers/core/simon.h"
#include "ciphers/core/speck.h"
#include "ciphers/simd/kernels.h"
#include "ciphers/simd/lane_ops.h"
#include "ciphers/simd/present_lanes.h"
#include "ciphers/simd/unit.h"

namespace mqseal::simd::ssse3 {

#define MQSEAL_LANE_CIPHER(symbol, type) \
  const core::BlockKernel symbol = kernel_of<LaneOps<core::type, isa_ssse3, 6>>::make();
#include "ciphers/simd/lane_ciphers.def"
#undef MQSEAL_LANE_CIPHER

const core::BlockKernel present_80 = kernel_of<PresentLaneOps<core::Present80, isa_ssse3>>::make();
const core::BlockKernel present_128 =
    kernel_of<PresentLaneOps<core::Present128, isa_ssse3>>::make();

}  // namespace mqseal::simd::ssse3
