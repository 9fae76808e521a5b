// SPDX-License-Identifier: MIT
// Instantiates the portable kernels. Kept to the language of ciphers/core (C++14, freestanding):
// the gate test compiles this file that way, and so compiles every template there.
#include "ciphers/host/portable.h"

#include "ciphers/core/aes128_ops.h"
#include "ciphers/core/ascon.h"
#include "ciphers/core/lea.h"
#include "ciphers/core/present_ops.h"
#include "ciphers/core/simon.h"
#include "ciphers/core/speck.h"

namespace mqseal {
namespace portable {
namespace {

template <class Cipher>
struct ops_of {
  typedef core::PortableOps<Cipher> type;
};

template <>
struct ops_of<core::Aes128> {
  typedef core::AesSlicedOps<uint64_t> type;
};

template <>
struct ops_of<core::Present80> {
  typedef core::PresentOps<core::Present80, uint64_t> type;
};

template <>
struct ops_of<core::Present128> {
  typedef core::PresentOps<core::Present128, uint64_t> type;
};

template <class Ops>
struct eax_of {
  static constexpr core::AeadKernel kernel = core::aead_kernel<core::Eax<Ops>>::make();
};

template <class Ops>
constexpr core::AeadKernel eax_of<Ops>::kernel;

/// With the modes where the block has 8 or 16 bytes.
template <class Ops, bool has_modes>
struct kernel_of {
  static constexpr core::BlockKernel make() {
    return core::block_kernel<Ops>::make(&eax_of<Ops>::kernel);
  }
};

template <class Ops>
struct kernel_of<Ops, false> {
  static constexpr core::BlockKernel make() {
    return core::block_kernel<Ops>::make_without_modes();
  }
};

template <class Cipher>
constexpr core::BlockKernel make() {
  return kernel_of < typename ops_of<Cipher>::type,
         Cipher::block_bytes == 8 || Cipher::block_bytes == 16 > ::make();
}

}  // namespace

#define MQSEAL_BLOCK_CIPHER(symbol, type, id, alg, header) \
  const core::BlockKernel symbol = make<core::type>();
#include "ciphers/blocks.def"
#undef MQSEAL_BLOCK_CIPHER

const core::AeadKernel ascon_aead128 =
    core::aead_kernel<core::Ascon128<core::AsconPortable>>::make();

}  // namespace portable
}  // namespace mqseal
