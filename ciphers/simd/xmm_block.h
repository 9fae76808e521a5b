// SPDX-License-Identifier: MIT
// A 16-byte block in a vector register, with all that the modes ask of a block
// (ciphers/core/ops.h). Needs SSSE3; Isa is the tag of the unit.
#ifndef MQSEAL_CIPHERS_SIMD_XMM_BLOCK_H
#define MQSEAL_CIPHERS_SIMD_XMM_BLOCK_H

#include <immintrin.h>

#include "ciphers/core/host_block.h"
#include "ciphers/simd/isa.h"

namespace mqseal {
namespace simd {

template <class Isa>
struct XmmBlock {
  static constexpr size_t size = 16;
  __m128i v;

  static MQSEAL_INLINE XmmBlock load(const uint8_t* from) {
    XmmBlock block;
    __builtin_memcpy(&block.v, from, size);
    return block;
  }

  MQSEAL_INLINE void store(uint8_t* to) const { __builtin_memcpy(to, &v, size); }

  static MQSEAL_INLINE XmmBlock of(const core::Block<16>& words) {
    return XmmBlock{_mm_set_epi64x(int64_t(words.p[1]), int64_t(words.p[0]))};
  }

  MQSEAL_INLINE core::Block<16> words() const {
    const auto high = _mm_unpackhi_epi64(v, v);
    return {{uint64_t(_mm_cvtsi128_si64(v)), uint64_t(_mm_cvtsi128_si64(high))}};
  }

  friend MQSEAL_INLINE XmmBlock operator^(XmmBlock a, XmmBlock b) {
    return XmmBlock{_mm_xor_si128(a.v, b.v)};
  }
};

template <class Isa>
MQSEAL_INLINE XmmBlock<Isa> doubled(const XmmBlock<Isa>& block) {
  return XmmBlock<Isa>::of(core::doubled(block.words()));
}

/// The first block is the start itself, at once: a chain waits for it, not for the others.
template <class Isa>
class XmmCounter {
 public:
  explicit MQSEAL_INLINE XmmCounter(const XmmBlock<Isa>& start)
      : block_(start), counter_(start.words()) {}

  MQSEAL_INLINE XmmBlock<Isa> next() {
    const XmmBlock<Isa> block = block_;
    skip(1);
    return block;
  }

  MQSEAL_INLINE uint64_t low() const { return counter_.low(); }

  MQSEAL_INLINE uint64_t high() const { return counter_.high(); }

  MQSEAL_INLINE void skip(uint64_t n) {
    counter_.skip(n);
    block_ = XmmBlock<Isa>::of(
        {{__builtin_bswap64(counter_.high()), __builtin_bswap64(counter_.low())}});
  }

 private:
  XmmBlock<Isa> block_;
  core::BigEndianCounter<core::Block<16>> counter_;
};

/// 16 bytes of ones, then zeros, from byte 16 - n on: a mask of the first n bytes.
template <class Isa>
struct first_bytes {
  static constexpr uint8_t window[32] = {0xff,
                                         0xff,
                                         0xff,
                                         0xff,
                                         0xff,
                                         0xff,
                                         0xff,
                                         0xff,
                                         0xff,
                                         0xff,
                                         0xff,
                                         0xff,
                                         0xff,
                                         0xff,
                                         0xff,
                                         0xff};

  static MQSEAL_INLINE XmmBlock<Isa> mask(size_t n) { return XmmBlock<Isa>::load(window + 16 - n); }
};

template <class Isa>
struct partial_xmm {
  typedef XmmBlock<Isa> B;

  static MQSEAL_INLINE B load_first(const uint8_t* from, size_t n) {
    return B::of(core::partial_block<16>::load_first(from, n));
  }

  static MQSEAL_INLINE void store_first(const B& block, uint8_t* to, size_t n) {
    if (n == B::size) {
      block.store(to);
    } else {
      core::partial_block<16>::store_first(block.words(), to, n);
    }
  }

  static MQSEAL_INLINE B keep_first(const B& block, size_t n) {
    return B{_mm_and_si128(block.v, first_bytes<Isa>::mask(n).v)};
  }

  static MQSEAL_INLINE B pad(size_t n) { return B::of(core::partial_block<16>::pad(n)); }
};

}  // namespace simd

namespace core {

template <class Isa>
struct partial<simd::XmmBlock<Isa>>
    : partial_in_registers<simd::partial_xmm<Isa>, simd::XmmBlock<Isa>> {};

}  // namespace core
}  // namespace mqseal

#endif
