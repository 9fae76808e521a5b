// SPDX-License-Identifier: MIT
// The table-based forms: no -m flags, and no claim of constant time.
#include "ciphers/simd/kernels.h"
#include "ciphers/simd/present_table.h"

namespace mqseal::simd::table {

namespace {

template <class Cipher>
struct kernel {
  typedef PresentTableOps<Cipher> Ops;
  static constexpr core::AeadKernel eax = core::aead_kernel<core::Eax<Ops>>::make();

  static constexpr core::BlockKernel make() { return core::block_kernel<Ops>::make(&eax); }
};

}  // namespace

const core::BlockKernel present_80 = kernel<core::Present80>::make();
const core::BlockKernel present_128 = kernel<core::Present128>::make();

}  // namespace mqseal::simd::table
