// SPDX-License-Identifier: MIT
// EAX over lanes: an Ops (ciphers/core/ops.h) whose "block" is one block of every lane and whose
// round keys differ from lane to lane, so that the one EAX of ciphers/core/eax.h seals a message of
// each client at once. All lengths that EAX sees are those of one lane times the number of lanes.
#ifndef MQSEAL_CIPHERS_SIMD_BATCH_OPS_H
#define MQSEAL_CIPHERS_SIMD_BATCH_OPS_H

#include "ciphers/core/eax.h"
#include "ciphers/simd/batch_kernel.h"
#include "ciphers/simd/lane_blocks.h"
#include "ciphers/simd/word_blocks.h"

namespace mqseal {
namespace simd {

/// A block of every lane, in words of lanes. `Blocks`: LaneBlocks or WordBlocks.
template <class Blocks>
struct LaneBlock {
  typedef typename Blocks::W W;
  static constexpr size_t size = Blocks::bytes, words = Blocks::words;
  W w[words];

  static MQSEAL_INLINE LaneBlock load(const uint8_t* from) {
    LaneBlock block;
    Blocks::load(from, block.w);
    return block;
  }

  MQSEAL_INLINE void store(uint8_t* to) const { Blocks::store(w, to); }

  friend MQSEAL_INLINE LaneBlock operator^(LaneBlock a, const LaneBlock& b) {
    for (size_t i = 0; i < words; ++i) {
      a.w[i] = a.w[i] ^ b.w[i];
    }
    return a;
  }
};

/// Each lane's own big-endian counter.
template <class Blocks>
class LaneCounter {
 public:
  typedef LaneBlock<Blocks> Block;

  explicit MQSEAL_INLINE LaneCounter(const Block& start) : value_(start) {}

  MQSEAL_INLINE Block next() {
    const Block block = value_;
    Blocks::add_one(value_.w);
    return block;
  }

 private:
  Block value_;
};

/// The ends of messages. Staged messages are filled up with zeros, so loads and stores are whole.
template <class Blocks>
struct partial_lanes {
  typedef LaneBlock<Blocks> B;
  typedef typename Blocks::T T;

  static MQSEAL_INLINE B load_first(const uint8_t* from, size_t) { return B::load(from); }

  static MQSEAL_INLINE void store_first(const B& block, uint8_t* to, size_t) { block.store(to); }

  static MQSEAL_INLINE B keep_first(B block, size_t n) {
    const size_t bytes = n / Blocks::blocks;
    return with_bytes(block, [&](size_t i) { return i < bytes ? 0xffU : 0U; });
  }

  static MQSEAL_INLINE B pad(size_t n) {
    const size_t bytes = n / Blocks::blocks;
    B ones;
    for (auto& w : ones.w) {
      w = core::constant<typename Blocks::W>(~uint64_t(0));
    }
    return with_bytes(ones, [&](size_t i) { return i == bytes ? 0x80U : 0U; });
  }

 private:
  /// `block` & the block that consists of byte(0), byte(1), ... in every lane.
  template <class Bytes>
  static MQSEAL_INLINE B with_bytes(B block, Bytes byte) {
    for (size_t i = 0; i < B::words; ++i) {
      T word = 0;
      for (size_t b = 0; b < sizeof(T); ++b) {
        const size_t place = Blocks::order::position(b, sizeof(T));
        word = T(word | T(T(byte(i * sizeof(T) + b)) << (8 * place)));
      }
      block.w[i] = block.w[i] & core::constant<typename Blocks::W>(word);
    }
    return block;
  }
};

template <class Cipher, class Blocks>
struct BatchOps {
  static constexpr size_t block_bytes = Blocks::bytes, key_bytes = Cipher::key_bytes, group = 1;
  static constexpr bool bulk_counters = false;

  typedef typename Blocks::W W;
  typedef typename Cipher::template Keys<W> Keys;
  typedef LaneBlock<Blocks> Block;
  typedef LaneCounter<Blocks> Counter;

  template <size_t n>
  static MQSEAL_INLINE void encrypt(const Keys& keys, Block (&blocks)[n]) {
    for (Block& block : blocks) {
      encrypt_one(keys, block);
    }
  }

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    core::xor_counters_by_groups<BatchOps>(keys, counter, in, out, bytes);
  }

 private:
  /// One copy: the vectors of one call are as many as are worth having in flight.
  static MQSEAL_NOINLINE void encrypt_one(const Keys& keys, Block& block) {
    W s[Block::words];
    for (size_t i = 0; i < Block::words; ++i) {
      s[i] = block.w[i];
    }
    Cipher::encrypt(keys, s);
    for (size_t i = 0; i < Block::words; ++i) {
      block.w[i] = s[i];
    }
  }
};

/// BatchKernel::seal for EAX over these blocks.
template <class Mode, class Blocks>
MQSEAL_INLINE void seal_staged(const typename Mode::State& state, const StagedMessages& m) {
  const auto all = [](const uint8_t* bytes, size_t n) {
    return core::Input{bytes, n * Blocks::blocks};
  };
  Mode::seal(state,
             all(m.nonce, m.nonce_bytes),
             all(m.associated_data, m.associated_data_bytes),
             all(m.text, m.text_bytes),
             m.text,
             m.tag,
             Blocks::bytes);
}

/// Makes a BatchKernel. Tag: of the unit.
template <class Cipher, class Blocks, class Tag>
struct batch_kernel {
  typedef core::Eax<BatchOps<Cipher, Blocks>> Mode;
  typedef core::Eax<core::PortableOps<Cipher, Tag>> OneLane;
  typedef typename Blocks::T T;
  static constexpr size_t lanes = Blocks::blocks, words = Blocks::words;

  /// The state of EAX for one lane is a row of words; that for all lanes holds the same words in
  /// the same order, each for every lane.
  static constexpr size_t state_words = sizeof(typename Mode::State) / sizeof(typename Blocks::W);

  static void set_key(void* state, size_t lane, const uint8_t* key) {
    typename OneLane::State one;
    OneLane::init(key, one);
    T row[state_words];
    T* next = row;
    for (const T& round_key : one.keys.round) {
      *next++ = round_key;
    }
    append(one.subkeys.full, next);
    append(one.subkeys.partial, next);
    for (const auto& block : one.start) {
      append(block, next);
    }
    for (const auto& block : one.empty) {
      append(block, next);
    }
    T* const to = static_cast<T*>(state) + Blocks::position(lane);
    for (size_t i = 0; i < state_words; ++i) {
      to[i * lanes] = row[i];
    }
    core::wipe(&one, sizeof one);
    core::wipe(row, sizeof row);
  }

  static void seal(const void* state, const StagedMessages& m) {
    seal_staged<Mode, Blocks>(*static_cast<const typename Mode::State*>(state), m);
  }

  static constexpr BatchKernel make() {
    return {lanes,
            Cipher::block_bytes,
            Cipher::key_bytes,
            sizeof(typename Mode::State),
            alignof(typename Mode::State),
            set_key,
            seal};
  }

 private:
  static MQSEAL_INLINE void append(const core::Block<Cipher::block_bytes>& block, T*& next) {
    T word[words];
    core::block_words<core::Block<Cipher::block_bytes>, T, typename Blocks::order>::get(block,
                                                                                        word);
    for (const T& one : word) {
      *next++ = one;
    }
  }
};

}  // namespace simd

namespace core {

template <class Blocks>
struct partial<simd::LaneBlock<Blocks>>
    : partial_in_registers<simd::partial_lanes<Blocks>, simd::LaneBlock<Blocks>> {};

}  // namespace core
}  // namespace mqseal

#endif
