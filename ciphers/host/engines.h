// SPDX-License-Identifier: MIT
// The portable engine of each block cipher of ciphers/core on this host.
#pragma once

#include <cstdint>

#include "ciphers/core/engine.h"
#include "ciphers/core/lea.h"
#include "ciphers/core/present.h"
#include "ciphers/core/simon.h"
#include "ciphers/core/speck.h"

namespace mqseal::host {

/// PortableEngine<Cipher>::type; AES-128 is bitsliced four blocks to a word.
template <class Cipher>
struct PortableEngine {
  using type = core::WordEngine<Cipher>;
};

template <>
struct PortableEngine<core::Aes128> {
  using type = core::AesEngine<std::uint64_t>;
};

template <class Cipher>
using portable_engine = typename PortableEngine<Cipher>::type;

}  // namespace mqseal::host
