// SPDX-License-Identifier: MIT
// How a mode gets blocks enciphered: an Ops type names one way to compute one block cipher. The
// modes (omac.h, eax.h) are templates over it, so a new instruction set adds an Ops and no mode.
//
//   struct Ops {
//     static constexpr size_t block_bytes, key_bytes;      8 or 16 byte blocks for the modes
//     static constexpr size_t group;          blocks a call of encrypt<group> wants, in counter
//     mode static constexpr bool bulk_counters;    true: xor_counters over runs of blocks is much
//     cheaper
//                                             than block by block beside the OMAC chain (see eax.h)
//     typedef ... Keys;                       plain data, wiped byte by byte
//     typedef ... Block;                      load, store, ^, size: Block<block_bytes> or a
//     register typedef ... Counter;                    BigEndianCounter<Block> or a faster one
//     static void expand(const uint8_t* key, Keys&);
//     template <size_t n> static void encrypt(const Keys&, Block (&)[n]);   n independent blocks,
//                                             each in place; n = 1, 2, 3 and group
//     template <size_t n> static void decrypt(const Keys&, Block (&)[n]);
//     static void xor_counters(const Keys&, Counter&, const uint8_t* in, uint8_t* out, size_t
//     bytes);
//   };
#ifndef MQSEAL_CIPHERS_CORE_OPS_H
#define MQSEAL_CIPHERS_CORE_OPS_H

#include "ciphers/core/host_block.h"

namespace mqseal {
namespace core {

#if !defined(__AVR__)
/// n blocks of keystream onto the data.
template <class Ops, size_t n>
MQSEAL_INLINE void xor_counter_group(const typename Ops::Keys& keys,
                                     typename Ops::Counter& counter,
                                     const uint8_t* in,
                                     uint8_t* out) {
  typename Ops::Block blocks[n];
  for (size_t i = 0; i < n; ++i) {
    blocks[i] = counter.next();
  }
  Ops::encrypt(keys, blocks);
  for (size_t i = 0; i < n; ++i) {
    (blocks[i] ^ Ops::Block::load(in + i * Ops::block_bytes)).store(out + i * Ops::block_bytes);
  }
}

/// The last `bytes` bytes, at most n blocks of them.
template <class Ops, size_t n>
MQSEAL_INLINE void xor_counter_rest(const typename Ops::Keys& keys,
                                    typename Ops::Counter& counter,
                                    const uint8_t* in,
                                    uint8_t* out,
                                    size_t bytes) {
  typename Ops::Block blocks[n];
  for (size_t i = 0; i < n; ++i) {
    blocks[i] = counter.next();
  }
  Ops::encrypt(keys, blocks);
  for (size_t i = 0; bytes > 0; ++i) {
    const size_t part = bytes < Ops::block_bytes ? bytes : Ops::block_bytes;
    partial<typename Ops::Block>::xor_first(blocks[i], in, out, part);
    bytes -= part;
    in += part;
    out += part;
  }
}

/// Counter mode (NIST SP 800-38A, section 6.5) for any length, out of Ops::encrypt: a default for
/// Ops::xor_counters. `out` may be `in`.
template <class Ops>
MQSEAL_INLINE void xor_counters_by_groups(const typename Ops::Keys& keys,
                                          typename Ops::Counter& counter,
                                          const uint8_t* in,
                                          uint8_t* out,
                                          size_t bytes) {
  const size_t group_bytes = Ops::group * Ops::block_bytes;
  for (; bytes >= group_bytes; bytes -= group_bytes, in += group_bytes, out += group_bytes) {
    xor_counter_group<Ops, Ops::group>(keys, counter, in, out);
  }
  if (bytes == 0) {
    return;
  }
  if (bytes <= Ops::block_bytes) {
    xor_counter_rest<Ops, 1>(keys, counter, in, out, bytes);
  } else if (Ops::group > 2 && bytes <= 2 * Ops::block_bytes) {
    xor_counter_rest<Ops, 2>(keys, counter, in, out, bytes);
  } else {
    xor_counter_rest<Ops, Ops::group>(keys, counter, in, out, bytes);
  }
}
#else
/// Likewise, block after block, each where it stands: what costs least where registers are few.
template <class Ops>
MQSEAL_PART void xor_counters_by_groups(const typename Ops::Keys& keys,
                                        typename Ops::Counter& counter,
                                        const uint8_t* in,
                                        uint8_t* out,
                                        size_t bytes) {
  typename Ops::Block stream[1];
  while (bytes != 0) {
    counter.next(stream[0]);
    Ops::encrypt(keys, stream);
    if (bytes < Ops::block_bytes) {
      partial<typename Ops::Block>::xor_first(stream[0], in, out, bytes);
      return;
    }
    add(stream[0], in);
    stream[0].store(out);
    in += Ops::block_bytes;
    out += Ops::block_bytes;
    bytes -= Ops::block_bytes;
  }
}
#endif

/// Ciphers whose words are the cipher's own (SPECK, SIMON, LEA, PRESENT) on a scalar machine: n
/// blocks in flight are n lanes of scalars; on a microcontroller one is done after the other. A
/// unit that is compiled with -m flags gives its tag, so that no symbol of it can stand in for one
/// of another unit.
template <class Cipher, class Tag = void>
struct PortableOps {
  static constexpr size_t block_bytes = Cipher::block_bytes, key_bytes = Cipher::key_bytes;
  static constexpr size_t group = MQSEAL_SIDE_BY_SIDE ? 4 : 1;
  static constexpr bool bulk_counters = false;

  typedef typename Cipher::word word;
  typedef typename Cipher::template Keys<word> Keys;
  typedef core::Block<block_bytes> Block;
  typedef BigEndianCounter<Block> Counter;

  static MQSEAL_INLINE void expand(const uint8_t* key, Keys& keys) {
    word words[Cipher::key_words];
    Cipher::load_key(key, words);
    Cipher::expand(words, keys);
    wipe(words, sizeof words);
  }

  template <size_t n>
  static MQSEAL_INLINE void encrypt(const Keys& keys, Block (&blocks)[n]) {
    if (MQSEAL_SIDE_BY_SIDE != 0) {
      apply<Forward>(keys, blocks);
      return;
    }
    for (Block& block : blocks) {
      apply_in_place<Forward>(keys, block.octets());
    }
  }

  template <size_t n>
  static MQSEAL_INLINE void decrypt(const Keys& keys, Block (&blocks)[n]) {
    if (MQSEAL_SIDE_BY_SIDE != 0) {
      apply<Backward>(keys, blocks);
      return;
    }
    for (Block& block : blocks) {
      apply_in_place<Backward>(keys, block.octets());
    }
  }

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    xor_counters_by_groups<PortableOps>(keys, counter, in, out, bytes);
  }

 private:
  typedef typename Cipher::byte_order order;

  struct Forward {
    template <class W>
    static MQSEAL_INLINE void apply(const Keys& keys, W (&state)[Cipher::block_words]) {
      Cipher::encrypt(keys, state);
    }
  };

  struct Backward {
    template <class W>
    static MQSEAL_INLINE void apply(const Keys& keys, W (&state)[Cipher::block_words]) {
      Cipher::decrypt(keys, state);
    }
  };

  template <class Direction, size_t n>
  static MQSEAL_INLINE void apply(const Keys& keys, Block (&blocks)[n]) {
    lanes<word, n> state[Cipher::block_words];
    load(blocks, state);
    Direction::apply(keys, state);
    store(state, blocks);
  }

  template <class Direction>
  static MQSEAL_NOINLINE void apply_in_place(const Keys& keys, uint8_t* block) {
    word state[Cipher::block_words];
    load_words<order>(block, state);
    Direction::apply(keys, state);
    for (size_t w = 0; w < Cipher::block_words; ++w) {
      store_word<order>(state[w], block + w * (word_traits<word>::bits / 8));
    }
  }

  template <size_t n>
  static MQSEAL_INLINE void load(const Block (&blocks)[n],
                                 lanes<word, n> (&state)[Cipher::block_words]) {
    for (size_t i = 0; i < n; ++i) {
      word words[Cipher::block_words];
      block_words<Block, word, order>::get(blocks[i], words);
      for (size_t w = 0; w < Cipher::block_words; ++w) {
        state[w].lane[i] = words[w];
      }
    }
  }

  template <size_t n>
  static MQSEAL_INLINE void store(const lanes<word, n> (&state)[Cipher::block_words],
                                  Block (&blocks)[n]) {
    for (size_t i = 0; i < n; ++i) {
      word words[Cipher::block_words];
      for (size_t w = 0; w < Cipher::block_words; ++w) {
        words[w] = state[w].lane[i];
      }
      blocks[i] = block_words<Block, word, order>::put(words);
    }
  }
};

}  // namespace core
}  // namespace mqseal

#endif
