// SPDX-License-Identifier: MIT
// EAX over any block cipher of 64 or 128 bits: the one EAX of mqseal, so that comparing ciphers
// compares ciphers. Source: Bellare, Rogaway, Wagner, "The EAX Mode of Operation", FSE 2004 (IACR
// ePrint 2003/069), figures 1 to 3. Nonce and associated data of any length; tag 1 to block bytes.
//
// EAX is bound by the latency of three serial chains (OMAC of nonce, of associated data, of
// ciphertext). Chains that do not wait for each other run side by side (Ops::encrypt<2>, <3>), and
// the next counter block is enciphered beside the ciphertext's chain. What depends on the key alone
// is computed once: the subkeys, OMAC's first block for each tweak, and OMAC of the empty string.
#ifndef MQSEAL_CIPHERS_CORE_EAX_H
#define MQSEAL_CIPHERS_CORE_EAX_H

#include "ciphers/core/omac.h"

namespace mqseal {
namespace core {

template <class Ops>
struct Eax {
  typedef typename Ops::Block Block;
  typedef typename Ops::Counter Counter;
  typedef OmacChain<Ops> Chain;
  static constexpr size_t key_bytes = Ops::key_bytes, tag_bytes_max = Ops::block_bytes;

  /// All that depends on the key. Tweaks: 0 nonce, 1 associated data, 2 ciphertext.
  struct State {
    typename Ops::Keys keys;
    OmacSubkeys<Ops> subkeys;
    Block start[3];  ///< E([t]): the chain after the tweak block
    Block empty[3];  ///< OMAC^t of the empty string: E([t] ^ K1)
  };

  static MQSEAL_INLINE void init(const uint8_t* key, State& state) {
    Ops::expand(key, state.keys);
    Block tweak[3];
    uint8_t bytes[Block::size] = {};
    for (uint8_t t = 0; t < 3; ++t) {
      bytes[Block::size - 1] = t;
      tweak[t] = state.start[t] = Block::load(bytes);
    }
    Ops::encrypt(state.keys, state.start);
    // [0] is the zero block, so start[0] = E(0) = L.
    state.subkeys = OmacSubkeys<Ops>::of(state.start[0]);
    for (unsigned t = 0; t < 3; ++t) {
      state.empty[t] = tweak[t] ^ state.subkeys.full;
    }
    Ops::encrypt(state.keys, state.empty);
  }

  /// Writes in.size bytes to `out` (which may be in.data) and tag_bytes bytes to `tag`.
  static MQSEAL_INLINE void seal(const State& state,
                                 Input nonce,
                                 Input associated_data,
                                 Input in,
                                 uint8_t* out,
                                 uint8_t* tag,
                                 size_t tag_bytes) {
    if (!MQSEAL_SIDE_BY_SIDE) {
      Chain n = chain(state, 0, nonce);
      run(state, n);
      Counter counter(n.value);
      Ops::xor_counters(state.keys, counter, in.data, out, in.size);
      add_omac(state, 1, associated_data, n.value);
      add_omac(state, 2, Input{out, in.size}, n.value);
      partial<Block>::store_first(n.value, tag, tag_bytes);
      return;
    }
    Chain n = chain(state, 0, nonce), h = chain(state, 1, associated_data);
    while (n.pending()) {
      n.absorb(state.subkeys);
      advance(state, n.value, h);
    }
    Counter counter(n.value);
    Chain c = chain(state, 2, Input{out, in.size});
    if (in.size != 0) {
      encrypt_payload(state, in.data, in.size, out, counter, c, h, mode<Ops::bulk_counters>());
    }
    run(state, h);
    partial<Block>::store_first(n.value ^ (h.value ^ c.value), tag, tag_bytes);
  }

  /// Writes in.size bytes to `out` (which may be in.data) and returns true; on a wrong tag writes
  /// zeros instead. Verifies before it deciphers.
  MQSEAL_NODISCARD static MQSEAL_INLINE bool open(const State& state,
                                                  Input nonce,
                                                  Input associated_data,
                                                  Input in,
                                                  uint8_t* out,
                                                  const uint8_t* tag,
                                                  size_t tag_bytes) {
    Block start, sum;
    omacs(state, nonce, associated_data, in, start, sum);
    uint8_t expected[Block::size];
    sum.store(expected);
    uint8_t wrong = difference(expected, tag, tag_bytes);
    MQSEAL_DECLASSIFY(wrong);
    if (wrong != 0) {
      wipe(out, in.size);
      return false;
    }
    Counter counter(start);
    Ops::xor_counters(state.keys, counter, in.data, out, in.size);
    return true;
  }

 private:
  template <bool bulk>
  struct mode {};

  /// OMAC^t of `message`, not yet run; already complete where the message is empty.
  static MQSEAL_INLINE Chain chain(const State& state, unsigned t, Input message) {
    return Chain(message.size == 0 ? state.empty[t] : state.start[t], message);
  }

  /// The three OMACs of a message to be opened, summed; `start`: that of the nonce.
  static MQSEAL_INLINE void omacs(
      const State& state, Input nonce, Input associated_data, Input in, Block& start, Block& sum) {
    Chain n = chain(state, 0, nonce);
    if (!MQSEAL_SIDE_BY_SIDE) {
      run(state, n);
      start = sum = n.value;
      add_omac(state, 1, associated_data, sum);
      add_omac(state, 2, in, sum);
      return;
    }
    Chain h = chain(state, 1, associated_data);
    Chain c = chain(state, 2, in);
    while (n.pending() && h.pending() && c.pending()) {
      n.absorb(state.subkeys);
      h.absorb(state.subkeys);
      c.absorb(state.subkeys);
      encipher<Ops>(state.keys, n.value, h.value, c.value);
    }
    // At least one has ended; the other two are `first` and `second`, or the same one.
    Chain& first = n.pending() ? n : h;
    Chain& second = c.pending() ? c : h;
    while (first.pending() && second.pending() && &first != &second) {
      first.absorb(state.subkeys);
      second.absorb(state.subkeys);
      encipher<Ops>(state.keys, first.value, second.value);
    }
    run(state, first.pending() ? first : second);
    start = n.value;
    sum = n.value ^ (h.value ^ c.value);
  }

  /// sum = sum ^ OMAC^t of `message`.
  static MQSEAL_PART void add_omac(const State& state, unsigned t, Input message, Block& sum) {
    Chain one = chain(state, t, message);
    run(state, one);
    add(sum, one.value);
  }

  static MQSEAL_PART void run(const State& state, Chain& chain) {
    while (chain.pending()) {
      chain.absorb(state.subkeys);
      encipher<Ops>(state.keys, chain.value);
    }
  }

  /// Enciphers `block`, and one step of `h` beside it where that is not finished.
  static MQSEAL_INLINE void advance(const State& state, Block& block, Chain& h) {
    if (h.pending()) {
      h.absorb(state.subkeys);
      encipher<Ops>(state.keys, block, h.value);
    } else {
      encipher<Ops>(state.keys, block);
    }
  }

  static MQSEAL_INLINE void advance(const State& state, Block& block, Block& keystream, Chain& h) {
    if (h.pending()) {
      h.absorb(state.subkeys);
      encipher<Ops>(state.keys, block, keystream, h.value);
    } else {
      encipher<Ops>(state.keys, block, keystream);
    }
  }

  /// Block by block: the chain c over the ciphertext so far, and beside it the next keystream.
  static MQSEAL_INLINE void encrypt_payload(const State& state,
                                            const uint8_t* in,
                                            size_t size,
                                            uint8_t* out,
                                            Counter& counter,
                                            Chain& c,
                                            Chain& h,
                                            mode<false>) {
    Block keystream = counter.next();
    advance(state, keystream, h);
    while (size > Block::size) {
      const Block ciphertext = keystream ^ Block::load(in);
      ciphertext.store(out);
      c.absorb_known(ciphertext);
      keystream = counter.next();
      advance(state, c.value, keystream, h);
      in += Block::size;
      out += Block::size;
      size -= Block::size;
    }
    encrypt_last(state, keystream, in, size, out, c);
    advance(state, c.value, h);
  }

  /// The last 1 to Block::size bytes, which the chain then absorbs.
  static MQSEAL_INLINE void encrypt_last(const State& state,
                                         const Block& keystream,
                                         const uint8_t* in,
                                         size_t size,
                                         uint8_t* out,
                                         Chain& c) {
#if MQSEAL_HOST_BLOCKS
    typedef partial<Block> part;
    if (size == Block::size) {
      const Block ciphertext = keystream ^ Block::load(in);
      ciphertext.store(out);
      c.absorb_known(ciphertext ^ state.subkeys.full);
    } else {
      const Block ciphertext = part::keep_first(keystream, size) ^ part::load_first(in, size);
      part::store_first(ciphertext, out, size);
      c.absorb_known(ciphertext ^ (part::pad(size) ^ state.subkeys.partial));
    }
    c.left = 0;
#else
    partial<Block>::xor_first(keystream, in, out, size);
    c.absorb(state.subkeys);
#endif
  }

  /// Bulk: runs of keystream that stay in the first-level cache, then the chain over each.
  static MQSEAL_INLINE void encrypt_payload(const State& state,
                                            const uint8_t* in,
                                            size_t size,
                                            uint8_t* out,
                                            Counter& counter,
                                            Chain& c,
                                            Chain& h,
                                            mode<true>) {
    const size_t run_bytes = 4096;  // a multiple of every group
    while (size != 0) {
      const size_t n = size < run_bytes ? size : run_bytes;
      Ops::xor_counters(state.keys, counter, in, out, n);
      in += n;
      out += n;
      size -= n;
      // The last block of the message must be known as such: c.left counts the whole message.
      while (c.left > size) {
        c.absorb(state.subkeys);
        advance(state, c.value, h);
      }
    }
  }
};

}  // namespace core
}  // namespace mqseal

#endif
