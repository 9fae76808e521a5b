// SPDX-License-Identifier: MIT
// Where a message ends inside a block: its first n bytes, loaded, padded, stored. Byte by byte for
// any block; a block type of a wide host (host_block.h) has its own, because a loop over bytes
// costs a short message as much as a block cipher call. The branches depend on n only, never on
// bytes.
#ifndef MQSEAL_CIPHERS_CORE_PARTIAL_H
#define MQSEAL_CIPHERS_CORE_PARTIAL_H

#include "ciphers/core/config.h"

namespace mqseal {
namespace core {

/// What the modes need of a block type B where a message ends inside a block: byte by byte for any
/// B with size, load and store. Host blocks specialise it.
template <class B>
struct partial {
  /// n < size bytes of a message, then 0x80, then zeros (the padding of CMAC and EAX).
  static MQSEAL_PART B load_padded(const uint8_t* from, size_t n) {
    uint8_t bytes[B::size] = {};
    for (size_t i = 0; i < n; ++i) {
      bytes[i] = from[i];
    }
    bytes[n] = 0x80;
    return B::load(bytes);
  }

  /// out = in ^ keystream for n <= size bytes.
  static MQSEAL_PART void xor_first(const B& keystream, const uint8_t* in, uint8_t* out, size_t n) {
    uint8_t bytes[B::size];
    keystream.store(bytes);
    for (size_t i = 0; i < n; ++i) {
      out[i] = uint8_t(in[i] ^ bytes[i]);
    }
  }

  static MQSEAL_PART void store_first(const B& block, uint8_t* to, size_t n) {
    uint8_t bytes[B::size];
    block.store(bytes);
    for (size_t i = 0; i < n; ++i) {
      to[i] = bytes[i];
    }
  }
};

}  // namespace core
}  // namespace mqseal

#endif
