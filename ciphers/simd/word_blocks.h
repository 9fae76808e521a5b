// SPDX-License-Identifier: MIT
// Blocks of one big-endian word of 64 bits (PRESENT) between memory and lanes, one block a lane, in
// the order of memory. The counterpart of LaneBlocks for ciphers of one word.
#ifndef MQSEAL_CIPHERS_SIMD_WORD_BLOCKS_H
#define MQSEAL_CIPHERS_SIMD_WORD_BLOCKS_H

#include "ciphers/core/bytes.h"
#include "ciphers/simd/vec.h"

namespace mqseal {
namespace simd {

template <class Isa, size_t U>
struct WordBlocks {
  typedef uint64_t T;
  typedef core::big_endian order;
  typedef vec<T, Isa> V;
  typedef core::lanes<V, U> W;
  static constexpr size_t words = 1, blocks = U * V::lanes, bytes = U * Isa::width;

  static MQSEAL_INLINE void load(const uint8_t* from, W (&s)[1]) {
    MQSEAL_UNROLL(8)
    for (size_t u = 0; u < U; ++u) {
      s[0].lane[u] = swap_bytes(V::load(from + u * Isa::width));
    }
  }

  static MQSEAL_INLINE void store(const W (&s)[1], uint8_t* to) {
    MQSEAL_UNROLL(8)
    for (size_t u = 0; u < U; ++u) {
      swap_bytes(s[0].lane[u]).store(to + u * Isa::width);
    }
  }

  static MQSEAL_INLINE void add_one(W (&s)[1]) { s[0] = s[0] + core::constant<W>(1); }

  /// Which element of the word, counted over its U vectors, holds the block of this number.
  static constexpr size_t position(size_t block) { return block; }
};

/// Blocks of eight bytes just as they stand in memory, one in each 64-bit lane.
template <class Isa, size_t U>
struct MemoryBlocks {
  typedef uint64_t T;
  typedef core::little_endian order;
  typedef vec<T, Isa> V;
  typedef core::lanes<V, U> W;
  static constexpr size_t words = 1, blocks = U * V::lanes, bytes = U * Isa::width;

  static MQSEAL_INLINE void load(const uint8_t* from, W (&s)[1]) {
    MQSEAL_UNROLL(16)
    for (size_t u = 0; u < U; ++u) {
      s[0].lane[u] = V::load(from + u * Isa::width);
    }
  }

  static MQSEAL_INLINE void store(const W (&s)[1], uint8_t* to) {
    MQSEAL_UNROLL(16)
    for (size_t u = 0; u < U; ++u) {
      s[0].lane[u].store(to + u * Isa::width);
    }
  }

  static MQSEAL_INLINE void add_one(W (&s)[1]) {
    MQSEAL_UNROLL(16)
    for (size_t u = 0; u < U; ++u) {
      s[0].lane[u] = swap_bytes(swap_bytes(s[0].lane[u]) + V::splat(1));
    }
  }
};

}  // namespace simd
}  // namespace mqseal

#endif
