// SPDX-License-Identifier: MIT
// PRESENT on a CPU with AVX-512 and GFNI: an Ops (ciphers/core/ops.h) whose single blocks are in
// nibbles (present_gfni.h) and whose runs of 128 blocks are bitsliced in registers
// (present_brick.h).
#ifndef MQSEAL_CIPHERS_SIMD_GFNI_OPS_H
#define MQSEAL_CIPHERS_SIMD_GFNI_OPS_H

#include "ciphers/core/ops.h"
#include "ciphers/simd/present_brick.h"

namespace mqseal {
namespace simd {

/// Eight bytes in both halves of a 128-bit register.
template <class Isa>
struct NibbleBlock {
  static constexpr size_t size = 8;
  __m128i v;

  static MQSEAL_INLINE NibbleBlock of(core::Block<8> word) {
    return NibbleBlock{_mm_set1_epi64x(int64_t(word.p[0]))};
  }

  MQSEAL_INLINE core::Block<8> word() const { return {{uint64_t(_mm_cvtsi128_si64(v))}}; }

  static MQSEAL_INLINE NibbleBlock load(const uint8_t* from) {
    return of(core::Block<8>::load(from));
  }

  MQSEAL_INLINE void store(uint8_t* to) const {
    _mm_storel_epi64(reinterpret_cast<__m128i*>(to), v);
  }

  friend MQSEAL_INLINE NibbleBlock operator^(NibbleBlock a, NibbleBlock b) {
    return NibbleBlock{_mm_xor_si128(a.v, b.v)};
  }
};

template <class Isa>
MQSEAL_INLINE NibbleBlock<Isa> doubled(const NibbleBlock<Isa>& block) {
  return NibbleBlock<Isa>::of(core::doubled(block.word()));
}

/// The first block is the start itself, at once: a chain waits for it, not for the others.
template <class Isa>
class NibbleCounter {
 public:
  explicit MQSEAL_INLINE NibbleCounter(const NibbleBlock<Isa>& start)
      : block_(start), counter_(start.word()) {}

  MQSEAL_INLINE NibbleBlock<Isa> next() {
    const NibbleBlock<Isa> block = block_;
    skip(1);
    return block;
  }

  MQSEAL_INLINE uint64_t low() const { return counter_.low(); }

  MQSEAL_INLINE void skip(uint64_t n) {
    counter_.skip(n);
    block_ = NibbleBlock<Isa>::of({{__builtin_bswap64(counter_.low())}});
  }

 private:
  NibbleBlock<Isa> block_;
  core::BigEndianCounter<core::Block<8>> counter_;
};

template <class Isa>
struct partial_nibbles {
  typedef NibbleBlock<Isa> B;
  typedef core::partial_block<8> words;

  static MQSEAL_INLINE B load_first(const uint8_t* from, size_t n) {
    return B::of(words::load_first(from, n));
  }

  static MQSEAL_INLINE void store_first(const B& block, uint8_t* to, size_t n) {
    words::store_first(block.word(), to, n);
  }

  static MQSEAL_INLINE B keep_first(const B& block, size_t n) {
    return B::of(words::keep_first(block.word(), n));
  }

  static MQSEAL_INLINE B pad(size_t n) { return B::of(words::pad(n)); }
};

template <class Cipher, class Isa>
struct GfniOps {
  static constexpr size_t block_bytes = 8, key_bytes = Cipher::key_bytes, group = 4;
  static constexpr bool bulk_counters = false;

  typedef PresentNibbles::Keys Keys;
  typedef NibbleBlock<Isa> Block;
  typedef NibbleCounter<Isa> Counter;
  typedef PresentBrick<Isa> Brick;
  typedef core::PresentRounds::Keys<uint64_t> WordKeys;

  static MQSEAL_INLINE void expand(const uint8_t* key, Keys& keys) {
    uint64_t words[Cipher::key_words];
    WordKeys plain;
    Cipher::load_key(key, words);
    Cipher::template expand<core::PresentRounds::PaperOrder>(words, plain);
    PresentNibbles::arrange(plain, keys);
    core::wipe(words, sizeof words);
    core::wipe(&plain, sizeof plain);
  }

  template <size_t n>
  static MQSEAL_INLINE void encrypt(const Keys& keys, Block (&blocks)[n]) {
    __m128i x[n];
    for (size_t i = 0; i < n; ++i) {
      x[i] = blocks[i].v;
    }
    PresentNibbles::encrypt<nibbles_128>(keys, x);
    for (size_t i = 0; i < n; ++i) {
      blocks[i].v = x[i];
    }
  }

  /// No mode of mqseal deciphers: on scalars, with a schedule made for the call.
  template <size_t n>
  static MQSEAL_INLINE void decrypt(const Keys& keys, Block (&blocks)[n]) {
    WordKeys words;
    in_state_order(keys, words);
    for (Block& block : blocks) {
      uint64_t s[1];
      core::block_words<core::Block<8>, uint64_t, core::big_endian>::get(block.word(), s);
      Cipher::decrypt(words, s);
      block = Block::of(core::block_words<core::Block<8>, uint64_t, core::big_endian>::put(s));
    }
    core::wipe(&words, sizeof words);
  }

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    if (bytes <= block_bytes) {
      core::xor_counters_by_groups<GfniOps>(keys, counter, in, out, bytes);
    } else {
      xor_many(keys, counter, in, out, bytes);
    }
  }

  static MQSEAL_INLINE size_t encrypt_many(const Keys& keys,
                                           const uint8_t* in,
                                           uint8_t* out,
                                           size_t blocks) {
    const size_t whole = blocks / Brick::blocks * Brick::blocks;
    if (whole != 0) {
      encrypt_bricks(keys, in, out, whole * block_bytes);
    }
    return whole;
  }

  static MQSEAL_INLINE size_t decrypt_many(const Keys&, const uint8_t*, uint8_t*, size_t) {
    return 0;
  }

 private:
  typedef vec<uint64_t, Isa> V;
  static constexpr size_t pair_bytes = 2 * 4 * block_bytes;  ///< two registers of four blocks

  static MQSEAL_INLINE void in_state_order(const Keys& keys, WordKeys& words) {
    for (unsigned r = 0; r <= PresentNibbles::rounds; ++r) {
      words.round[r] = core::PresentRounds::StateOrder::apply(PresentNibbles::plain(keys, r), r);
    }
  }

  static MQSEAL_INLINE void brick_masks(const Keys& keys, typename Brick::Masks& masks) {
    WordKeys words;
    in_state_order(keys, words);
    Brick::spread(words, masks);
    core::wipe(&words, sizeof words);
  }

  static MQSEAL_NOINLINE void encrypt_bricks(const Keys& keys,
                                             const uint8_t* in,
                                             uint8_t* out,
                                             size_t bytes) {
    typename Brick::Masks masks;
    brick_masks(keys, masks);
    for (; bytes != 0; bytes -= Brick::bytes) {
      V x[Brick::vectors];
      for (size_t i = 0; i < Brick::vectors; ++i) {
        x[i] = V::load(in + i * Isa::width);
      }
      Brick::encrypt(masks, x);
      for (size_t i = 0; i < Brick::vectors; ++i) {
        x[i].store(out + i * Isa::width);
      }
      in += Brick::bytes;
      out += Brick::bytes;
    }
    core::wipe(&masks, sizeof masks);
  }

  static MQSEAL_NOINLINE void xor_bricks(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    typename Brick::Masks masks;
    brick_masks(keys, masks);
    for (; bytes != 0; bytes -= Brick::bytes) {
      V x[Brick::vectors];
      const V first = V::splat(counter.low()) + sliced_numbers<V>::value();
      for (size_t i = 0; i < Brick::vectors; ++i) {
        x[i] = swap_bytes(first + V::splat(8 * i));
      }
      Brick::encrypt(masks, x);
      for (size_t i = 0; i < Brick::vectors; ++i) {
        (x[i] ^ V::load(in + i * Isa::width)).store(out + i * Isa::width);
      }
      counter.skip(Brick::blocks);
      in += Brick::bytes;
      out += Brick::bytes;
    }
    core::wipe(&masks, sizeof masks);
  }

  static MQSEAL_NOINLINE void xor_many(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    if (bytes >= Brick::bytes) {
      const size_t whole = bytes / Brick::bytes * Brick::bytes;
      xor_bricks(keys, counter, in, out, whole);
      in += whole;
      out += whole;
      bytes -= whole;
    }
    for (; bytes >= 2 * pair_bytes; bytes -= 2 * pair_bytes) {
      xor_pairs<2>(keys, counter, in, out);
      in += 2 * pair_bytes;
      out += 2 * pair_bytes;
    }
    for (; bytes >= pair_bytes; bytes -= pair_bytes) {
      xor_pairs<1>(keys, counter, in, out);
      in += pair_bytes;
      out += pair_bytes;
    }
    if (bytes != 0) {
      alignas(64) uint8_t keystream[pair_bytes] = {};
      xor_pairs<1>(keys, counter, keystream, keystream);
      xor_bytes<core::Block<8>>(keystream, in, out, bytes);
    }
  }

  /// 16 n blocks. A pair of registers holds the even and the odd blocks of sixteen.
  template <size_t n>
  static MQSEAL_INLINE void xor_pairs(const Keys& keys,
                                      Counter& counter,
                                      const uint8_t* in,
                                      uint8_t* out) {
    typedef typename V::raw raw;
    __m512i x[2 * n];
    const V first = V::splat(counter.low()) + V(raw{0, 0, 2, 2, 4, 4, 6, 6});
    for (size_t i = 0; i < 2 * n; ++i) {
      x[i] = reinterpret_cast<__m512i>(swap_bytes(first + V::splat(i / 2 * 8 + i % 2)).v);
    }
    PresentNibbles::encrypt<nibbles_512>(keys, x);
    for (size_t i = 0; i < n; ++i) {
      const V pair(reinterpret_cast<raw>(_mm512_unpacklo_epi64(x[2 * i], x[2 * i + 1])));
      (pair ^ V::load(in + i * Isa::width)).store(out + i * Isa::width);
    }
    counter.skip(8 * n);
  }
};

}  // namespace simd

namespace core {

template <class Isa>
struct partial<simd::NibbleBlock<Isa>>
    : partial_in_registers<simd::partial_nibbles<Isa>, simd::NibbleBlock<Isa>> {};

}  // namespace core
}  // namespace mqseal

#endif
