// SPDX-License-Identifier: MIT
// The portable kernels: every cipher of ciphers/core, compiled once for any x86-64 and without
// vector instructions of its own.
#pragma once

#include "ciphers/core/kernel.h"

namespace mqseal {
namespace portable {

#define MQSEAL_BLOCK_CIPHER(symbol, type, id, alg, header) extern const core::BlockKernel symbol;
#include "ciphers/blocks.def"
#undef MQSEAL_BLOCK_CIPHER
extern const core::AeadKernel ascon_aead128;

}  // namespace portable
}  // namespace mqseal
