// SPDX-License-Identifier: MIT
// SPECK and SIMON for one instruction set: an Ops (ciphers/core/ops.h) whose single blocks, which
// EAX waits for one after another, are scalar, because a scalar rotation has a latency of one
// cycle; and whose runs of blocks fill vector registers, U of them side by side.
#ifndef MQSEAL_CIPHERS_SIMD_LANE_OPS_H
#define MQSEAL_CIPHERS_SIMD_LANE_OPS_H

#include "ciphers/core/kernel.h"
#include "ciphers/simd/lane_blocks.h"

namespace mqseal {
namespace simd {

template <class Cipher, class Isa, size_t U>
struct LaneOps : core::PortableOps<Cipher, Isa> {
  typedef core::PortableOps<Cipher, Isa> Scalar;
  typedef typename Cipher::word T;
  typedef typename Scalar::Keys Keys;
  typedef typename Scalar::Counter Counter;
  static constexpr size_t block_bytes = Cipher::block_bytes;

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    xor_runs<LaneBlocks<T, Isa, U>>(keys, counter, in, out, bytes);
    xor_runs<LaneBlocks<T, Isa, 2>>(keys, counter, in, out, bytes);
    xor_runs<LaneBlocks<T, Isa, 1>>(keys, counter, in, out, bytes);
    if (bytes <= Scalar::group * block_bytes) {
      core::xor_counters_by_groups<Scalar>(keys, counter, in, out, bytes);
    } else {
      xor_tail(keys, counter, in, out, bytes);
    }
  }

  /// Electronic codebook over as many of the blocks as fill vectors; returns how many.
  static MQSEAL_INLINE size_t encrypt_many(const Keys& keys,
                                           const uint8_t* in,
                                           uint8_t* out,
                                           size_t blocks) {
    typedef LaneBlocks<T, Isa, U> Many;
    size_t done = 0;
    for (; blocks - done >= Many::blocks; done += Many::blocks) {
      typename Many::W s[2];
      Many::load(in + done * block_bytes, s);
      Cipher::encrypt(keys, s);
      Many::store(s, out + done * block_bytes);
    }
    return done;
  }

  static MQSEAL_INLINE size_t decrypt_many(const Keys& keys,
                                           const uint8_t* in,
                                           uint8_t* out,
                                           size_t blocks) {
    typedef LaneBlocks<T, Isa, U> Many;
    size_t done = 0;
    for (; blocks - done >= Many::blocks; done += Many::blocks) {
      typename Many::W s[2];
      Many::load(in + done * block_bytes, s);
      Cipher::decrypt(keys, s);
      Many::store(s, out + done * block_bytes);
    }
    return done;
  }

 private:
  /// As many whole runs of `Blocks` as there are; moves the arguments on.
  template <class Blocks>
  static MQSEAL_INLINE void xor_runs(
      const Keys& keys, Counter& counter, const uint8_t*& in, uint8_t*& out, size_t& bytes) {
    for (; bytes >= Blocks::bytes; bytes -= Blocks::bytes) {
      typename Blocks::W s[2];
      Blocks::count(counter, s);
      Cipher::encrypt(keys, s);
      Blocks::xor_onto(s, in, out);
      in += Blocks::bytes;
      out += Blocks::bytes;
    }
  }

  /// Less than one vector of blocks, through a buffer.
  static MQSEAL_INLINE void xor_tail(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    typedef LaneBlocks<T, Isa, 1> One;
    alignas(64) uint8_t keystream[One::bytes];
    typename One::W s[2];
    One::count(counter, s);
    Cipher::encrypt(keys, s);
    One::store(s, keystream);
    xor_bytes<typename Scalar::Block>(keystream, in, out, bytes);
  }
};

}  // namespace simd
}  // namespace mqseal

#endif
