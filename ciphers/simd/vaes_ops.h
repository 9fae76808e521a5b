// SPDX-License-Identifier: MIT
// AES-128 with vector AES: four blocks a register for runs of counters and codebook; single blocks,
// for which a wider register has nothing to do, stay as in aes_ops.h.
#ifndef MQSEAL_CIPHERS_SIMD_VAES_OPS_H
#define MQSEAL_CIPHERS_SIMD_VAES_OPS_H

#include "ciphers/simd/aes_ops.h"
#include "ciphers/simd/vec.h"

namespace mqseal {
namespace simd {

template <class Isa>
struct VaesOps : AesOps<Isa> {
  typedef AesOps<Isa> Base;
  typedef typename Base::Keys Keys;
  typedef typename Base::Counter Counter;
  typedef vec<uint64_t, Isa> V;
  static constexpr size_t block_bytes = 16, per_vector = 4;

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    xor_runs<8>(keys, counter, in, out, bytes);
    xor_runs<1>(keys, counter, in, out, bytes);
    core::xor_counters_by_groups<Base>(keys, counter, in, out, bytes);
  }

  static MQSEAL_INLINE size_t encrypt_many(const Keys& keys,
                                           const uint8_t* in,
                                           uint8_t* out,
                                           size_t blocks) {
    constexpr size_t n = 8, run = n * per_vector;
    size_t done = 0;
    for (; blocks - done >= run; done += run) {
      V x[n];
      for (size_t i = 0; i < n; ++i) {
        x[i] = V::load(in + done * block_bytes + i * Isa::width);
      }
      encrypt_vectors(keys, x);
      for (size_t i = 0; i < n; ++i) {
        x[i].store(out + done * block_bytes + i * Isa::width);
      }
    }
    return done;
  }

 private:
  template <size_t n>
  static MQSEAL_INLINE void xor_runs(
      const Keys& keys, Counter& counter, const uint8_t*& in, uint8_t*& out, size_t& bytes) {
    for (; bytes >= n * Isa::width; bytes -= n * Isa::width) {
      V x[n];
      count(counter, x);
      encrypt_vectors(keys, x);
      MQSEAL_UNROLL(8)
      for (size_t i = 0; i < n; ++i) {
        (x[i] ^ V::load(in + i * Isa::width)).store(out + i * Isa::width);
      }
      in += n * Isa::width;
      out += n * Isa::width;
    }
  }

  /// The lanes of a vector alternate between the high and the low half of a block.
  template <size_t n>
  static MQSEAL_INLINE void count(Counter& counter, V (&x)[n]) {
    typedef typename V::raw raw;
    const uint64_t h = counter.high(), l = counter.low();
    const V start(raw{h, l, h, l, h, l, h, l});
    MQSEAL_UNROLL(8)
    for (size_t i = 0; i < n; ++i) {
      const uint64_t k = i * per_vector;
      const V sum = start + V(raw{0, k, 0, k + 1, 0, k + 2, 0, k + 3});
      const V carry = (start & ~sum) >> 63;  // in the low halves alone: the high ones do not change
      x[i] = swap_bytes(sum + shuffle<pattern::unpack<2, 1>>(carry, V::splat(0)));
    }
    counter.skip(n * per_vector);
  }

  template <size_t n>
  static MQSEAL_INLINE void encrypt_vectors(const Keys& keys, V (&x)[n]) {
    const auto key = [&](unsigned r) {
      return V(reinterpret_cast<typename V::raw>(_mm512_broadcast_i32x4(keys.round[r])));
    };
    const V first = key(0);
    MQSEAL_UNROLL(8)
    for (size_t i = 0; i < n; ++i) {
      x[i] = x[i] ^ first;
    }
    for (unsigned r = 1; r < Base::rounds; ++r) {
      const __m512i k = reinterpret_cast<__m512i>(key(r).v);
      MQSEAL_UNROLL(8)
      for (size_t i = 0; i < n; ++i) {
        x[i].v = reinterpret_cast<typename V::raw>(
            _mm512_aesenc_epi128(reinterpret_cast<__m512i>(x[i].v), k));
      }
    }
    const __m512i last = reinterpret_cast<__m512i>(key(Base::rounds).v);
    MQSEAL_UNROLL(8)
    for (size_t i = 0; i < n; ++i) {
      x[i].v = reinterpret_cast<typename V::raw>(
          _mm512_aesenclast_epi128(reinterpret_cast<__m512i>(x[i].v), last));
    }
  }
};

}  // namespace simd
}  // namespace mqseal

#endif
