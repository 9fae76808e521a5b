// SPDX-License-Identifier: MIT
// The unit for BMI1 and BMI2: and-not and rotations into another register, which Ascon's rounds are
// full of, save the copies that other x86 instructions need.
#include "ciphers/core/ascon.h"
#include "ciphers/core/kernel.h"
#include "ciphers/simd/isa.h"
#include "ciphers/simd/kernels.h"

namespace mqseal::simd {

namespace {

/// Inlined wherever seal and open call them: a call stores and loads the whole state.
template <class Isa>
struct AsconInlined {
  static MQSEAL_INLINE void permute12(uint64_t (&s)[5]) {
    core::AsconPermutation<uint64_t>::permute<12>(s);
  }

  static MQSEAL_INLINE void permute8(uint64_t (&s)[5]) {
    core::AsconPermutation<uint64_t>::permute<8>(s);
  }
};

}  // namespace

const core::AeadKernel bmi2::ascon_aead128 =
    core::aead_kernel<core::Ascon128<AsconInlined<isa_bmi2>>>::make();

}  // namespace mqseal::simd
