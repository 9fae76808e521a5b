// SPDX-License-Identifier: MIT
// How a unit of ciphers/simd makes kernels from an Ops: the general ones of ciphers/core/kernel.h,
// with runs of blocks done by Ops::encrypt_many and decrypt_many where they can.
#ifndef MQSEAL_CIPHERS_SIMD_UNIT_H
#define MQSEAL_CIPHERS_SIMD_UNIT_H

#include "ciphers/core/kernel.h"

namespace mqseal {
namespace simd {

template <class Ops>
struct kernel_of : core::block_kernel<Ops> {
  typedef core::block_kernel<Ops> Base;
  typedef typename Ops::Keys Keys;

  static void encrypt(const void* keys, const uint8_t* in, uint8_t* out, size_t blocks) {
    const size_t done = Ops::encrypt_many(*static_cast<const Keys*>(keys), in, out, blocks);
    const size_t bytes = done * Ops::block_bytes;
    Base::encrypt(keys, in + bytes, out + bytes, blocks - done);
  }

  static void decrypt(const void* keys, const uint8_t* in, uint8_t* out, size_t blocks) {
    const size_t done = Ops::decrypt_many(*static_cast<const Keys*>(keys), in, out, blocks);
    const size_t bytes = done * Ops::block_bytes;
    Base::decrypt(keys, in + bytes, out + bytes, blocks - done);
  }

  static constexpr core::AeadKernel eax = core::aead_kernel<core::Eax<Ops>>::make();

  static constexpr core::BlockKernel make() {
    core::BlockKernel kernel = Base::make(&eax);
    kernel.encrypt = encrypt;
    kernel.decrypt = decrypt;
    return kernel;
  }
};

}  // namespace simd
}  // namespace mqseal

#endif
