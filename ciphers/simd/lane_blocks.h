// SPDX-License-Identifier: MIT
// Blocks of two words (SPECK, SIMON) between memory and lanes: U pairs of vectors hold one block a
// lane, all first words (y) in one vector and all second words (x) in the other. The order of the
// blocks in the lanes is the one that unpacking within 128 bits gives; nobody outside sees it.
#ifndef MQSEAL_CIPHERS_SIMD_LANE_BLOCKS_H
#define MQSEAL_CIPHERS_SIMD_LANE_BLOCKS_H

#include "ciphers/core/host_block.h"
#include "ciphers/simd/vec.h"

namespace mqseal {
namespace simd {

template <class Word, class Isa, size_t U>
struct LaneBlocks {
  typedef Word T;
  typedef core::little_endian order;
  typedef vec<T, Isa> V;
  typedef core::lanes<V, U> W;
  static constexpr size_t block_bytes = 2 * sizeof(T), per_vector = V::lanes;
  static constexpr size_t per_part = 16 / sizeof(T);  ///< lanes in 128 bits
  static constexpr size_t words = 2, blocks = U * per_vector, bytes = blocks * block_bytes;

  static MQSEAL_INLINE void load(const uint8_t* from, W (&s)[2]) {
    MQSEAL_UNROLL(8)
    for (size_t u = 0; u < U; ++u, from += 2 * Isa::width) {
      const V a = V::load(from), b = V::load(from + Isa::width);
      s[0].lane[u] = shuffle<pattern::every_second<per_part, 0>>(a, b);
      s[1].lane[u] = shuffle<pattern::every_second<per_part, 1>>(a, b);
    }
  }

  static MQSEAL_INLINE void store(const W (&s)[2], uint8_t* to) {
    MQSEAL_UNROLL(8)
    for (size_t u = 0; u < U; ++u, to += 2 * Isa::width) {
      shuffle<pattern::unpack<per_part, 0>>(s[0].lane[u], s[1].lane[u]).store(to);
      shuffle<pattern::unpack<per_part, 1>>(s[0].lane[u], s[1].lane[u]).store(to + Isa::width);
    }
  }

  /// out = in ^ blocks.
  static MQSEAL_INLINE void xor_onto(const W (&s)[2], const uint8_t* in, uint8_t* out) {
    MQSEAL_UNROLL(8)
    for (size_t u = 0; u < U; ++u, in += 2 * Isa::width, out += 2 * Isa::width) {
      const V a = shuffle<pattern::unpack<per_part, 0>>(s[0].lane[u], s[1].lane[u]);
      const V b = shuffle<pattern::unpack<per_part, 1>>(s[0].lane[u], s[1].lane[u]);
      (a ^ V::load(in)).store(out);
      (b ^ V::load(in + Isa::width)).store(out + Isa::width);
    }
  }

  /// The next blocks of a big-endian counter, as words; without a branch on a carry.
  template <class Counter>
  static MQSEAL_INLINE void count(Counter& counter, W (&s)[2]) {
    const V low = V::splat(T(counter.low()));
    const V high = V::splat(T(sizeof(T) == 8 ? counter.high() : counter.low() >> 32));
    const V numbers = lane_numbers(std::make_index_sequence<per_vector>());
    MQSEAL_UNROLL(8)
    for (size_t u = 0; u < U; ++u) {
      const V sum = low + (numbers + V::splat(T(u * per_vector)));
      // What was added is far below 2^31, so a carry shows as a top bit that went away.
      const V carry = (low & ~sum) >> (8 * sizeof(T) - 1);
      s[0].lane[u] = swap_bytes(high + carry);
      s[1].lane[u] = swap_bytes(sum);
    }
    counter.skip(blocks);
  }

  /// The blocks as big-endian counters, each plus one; without a branch on a carry.
  static MQSEAL_INLINE void add_one(W (&s)[2]) {
    MQSEAL_UNROLL(8)
    for (size_t u = 0; u < U; ++u) {
      const V low = swap_bytes(s[1].lane[u]) + V::splat(1);
      const V is_zero = (~low & (low - V::splat(1))) >> (8 * sizeof(T) - 1);
      s[0].lane[u] = swap_bytes(swap_bytes(s[0].lane[u]) + is_zero);
      s[1].lane[u] = swap_bytes(low);
    }
  }

  /// Which element of a word, counted over its U vectors, holds the block of this number.
  static constexpr size_t position(size_t block) {
    size_t i = 0;
    while (number(i) != block % per_vector) {
      ++i;
    }
    return block / per_vector * per_vector + i;
  }

 private:
  /// The number of the block in lane i of a vector.
  static constexpr size_t number(size_t i) {
    constexpr size_t g = per_part / 2;  // blocks in 128 bits of memory
    const size_t in_part = i % per_part;
    return in_part / g * (per_vector / 2) + i / per_part * g + in_part % g;
  }

  template <size_t... i>
  static MQSEAL_INLINE V lane_numbers(std::index_sequence<i...>) {
    return V(typename V::raw{T(number(i))...});
  }
};

}  // namespace simd
}  // namespace mqseal

#endif
