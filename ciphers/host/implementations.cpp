// SPDX-License-Identifier: MIT
#include "ciphers/host/implementations.h"

#include "ciphers/host/kernel_aead.h"
#include "ciphers/host/portable.h"
#include "ciphers/host/simple_aeads.h"
#include "ciphers/simd/kernels.h"

namespace mqseal::host {

namespace {

bool always() noexcept {
  return true;
}

template <const core::BlockKernel& kernel>
BlockLine block_line(
    std::string_view id, std::string_view name, bool (*supported)() noexcept, bool aes, bool ct) {
  return {id, {name, aes, ct, supported, &kernel, &make_kernel_eax<kernel>}};
}

}  // namespace

std::vector<BlockLine> block_lines() {
  return {
#define MQSEAL_BLOCK(id, name, kernel, supported, aes, constant_time) \
  block_line<kernel>(id, name, supported, aes, constant_time),
#define MQSEAL_AEAD(...)
#define MQSEAL_LIBRARY(...)
#include "ciphers/host/implementations.def"
#undef MQSEAL_BLOCK
#undef MQSEAL_AEAD
#undef MQSEAL_LIBRARY
#define MQSEAL_BLOCK_CIPHER(symbol, type, id, alg, header) \
  block_line<portable::symbol>(id, "portable", always, false, true),
#include "ciphers/blocks.def"
#undef MQSEAL_BLOCK_CIPHER
  };
}

std::vector<AeadLine> aead_lines() {
  return {
#define MQSEAL_BLOCK(...)
#define MQSEAL_AEAD(id, name, kernel, supported, aes, constant_time) \
  {id, {name, aes, constant_time, supported, &make_kernel_aead<kernel>}},
#define MQSEAL_LIBRARY(id, name, make, supported, aes, constant_time) \
  {id, {name, aes, constant_time, supported, make}},
#include "ciphers/host/implementations.def"
#undef MQSEAL_BLOCK
#undef MQSEAL_AEAD
#undef MQSEAL_LIBRARY
      {"none", {"portable", false, true, always, make_plain}},
      {"ascon-aead128",
       {"portable", false, true, always, &make_kernel_aead<portable::ascon_aead128>}},
  };
}

}  // namespace mqseal::host
