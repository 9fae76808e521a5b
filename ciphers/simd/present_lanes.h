// SPDX-License-Identifier: MIT
// PRESENT for one instruction set without GFNI: single blocks scalar, a few blocks one in each
// 64-bit lane of vectors, long runs bitsliced (ciphers/core/present_ops.h).
#ifndef MQSEAL_CIPHERS_SIMD_PRESENT_LANES_H
#define MQSEAL_CIPHERS_SIMD_PRESENT_LANES_H

#include "ciphers/core/present_ops.h"
#include "ciphers/simd/present_words.h"

namespace mqseal {
namespace simd {

template <class Cipher, class Isa>
struct PresentLaneOps : core::PresentOps<Cipher, vec<uint64_t, Isa>, Isa> {
  typedef vec<uint64_t, Isa> V;
  typedef core::PortableOps<Cipher, Isa> Scalar;
  typedef core::PresentRuns<V> Runs;
  typedef typename Scalar::Keys Keys;
  typedef typename Scalar::Counter Counter;
  static constexpr size_t block_bytes = 8;

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    const size_t done = Runs::xor_counters(keys, counter, in, out, bytes);
    xor_lanes(keys, counter, in + done, out + done, bytes - done);
  }

  static MQSEAL_INLINE size_t encrypt_many(const Keys& keys,
                                           const uint8_t* in,
                                           uint8_t* out,
                                           size_t blocks) {
    return Runs::encrypt(keys, in, out, blocks);
  }

  static MQSEAL_INLINE size_t decrypt_many(const Keys&, const uint8_t*, uint8_t*, size_t) {
    return 0;
  }

 private:
  static constexpr size_t U = 2, group_bytes = U * Isa::width;
  typedef core::lanes<V, U> W;

  /// Any length; the last group goes through a buffer unless scalars do it as fast.
  static MQSEAL_NOINLINE void xor_lanes(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    while (bytes > 2 * block_bytes) {
      W s[1];
      count(counter, s[0]);
      Cipher::encrypt(keys, s);
      if (bytes < group_bytes) {
        alignas(64) uint8_t keystream[group_bytes];
        for (size_t u = 0; u < U; ++u) {
          swap_bytes(s[0].lane[u]).store(keystream + u * Isa::width);
        }
        xor_bytes<typename Scalar::Block>(keystream, in, out, bytes);
        return;
      }
      for (size_t u = 0; u < U; ++u, in += Isa::width, out += Isa::width) {
        (swap_bytes(s[0].lane[u]) ^ V::load(in)).store(out);
      }
      bytes -= group_bytes;
    }
    core::xor_counters_by_groups<Scalar>(keys, counter, in, out, bytes);
  }

  static MQSEAL_INLINE void count(Counter& counter, W& s) {
    const V first = V::splat(counter.low()) + sliced_numbers<V>::value();
    for (size_t u = 0; u < U; ++u) {
      s.lane[u] = first + V::splat(u * V::lanes);
    }
    counter.skip(U * V::lanes);
  }
};

}  // namespace simd
}  // namespace mqseal

#endif
