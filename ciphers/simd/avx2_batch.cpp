// SPDX-License-Identifier: MIT
// The batch kernels for the instruction set of avx2.cpp.
#include "ciphers/core/present.h"
#include "ciphers/core/simon.h"
#include "ciphers/core/speck.h"
#include "ciphers/simd/batch_ops.h"
#include "ciphers/simd/kernels.h"
#include "ciphers/simd/present_words.h"

namespace mqseal::simd::avx2 {

namespace {

using Words32 = LaneBlocks<uint32_t, isa_avx2, 4>;
using Words64 = LaneBlocks<uint64_t, isa_avx2, 4>;
using Word64 = WordBlocks<isa_avx2, 2>;

template <class Cipher, class Blocks>
constexpr BatchKernel make() {
  return batch_kernel<Cipher, Blocks, isa_avx2>::make();
}

}  // namespace

const BatchKernel batch_speck_64_128 = make<core::Speck64_128, Words32>();
const BatchKernel batch_speck_128_128 = make<core::Speck128_128, Words64>();
const BatchKernel batch_simon_64_128 = make<core::Simon64_128, Words32>();
const BatchKernel batch_simon_128_128 = make<core::Simon128_128, Words64>();
const BatchKernel batch_present_80 = make<core::Present80, Word64>();
const BatchKernel batch_present_128 = make<core::Present128, Word64>();

}  // namespace mqseal::simd::avx2
