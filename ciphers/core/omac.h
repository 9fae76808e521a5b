// SPDX-License-Identifier: MIT
// OMAC1 = CMAC over any block cipher of 64 or 128 bits, as a chain that a mode can run in step with
// other chains. Source: NIST SP 800-38B (2005), section 6; Iwata, Kurosawa, "OMAC: One-Key CBC
// MAC", FSE 2003; the prefixed form OMAC^t: Bellare, Rogaway, Wagner, "The EAX Mode of Operation",
// FSE 2004 (IACR ePrint 2003/069), figure 1.
#ifndef MQSEAL_CIPHERS_CORE_OMAC_H
#define MQSEAL_CIPHERS_CORE_OMAC_H

#include "ciphers/core/ops.h"

namespace mqseal {
namespace core {

/// K1 = 2L for a full last block, K2 = 4L for a padded one, with L = E(0) (B and P in the EAX
/// paper).
template <class Ops>
struct OmacSubkeys {
  typename Ops::Block full, partial;

  static MQSEAL_INLINE OmacSubkeys of(const typename Ops::Block& enciphered_zero) {
    OmacSubkeys subkeys;
    subkeys.full = doubled(enciphered_zero);
    subkeys.partial = doubled(subkeys.full);
    return subkeys;
  }
};

/// One CBC chain. While pending(): absorb(), then encipher `value`. The branches depend on lengths.
template <class Ops>
struct OmacChain {
  typedef typename Ops::Block Block;
  Block value;
  const uint8_t* next;
  size_t left;

  /// A chain over a message that is not empty, after the blocks that led to `start`.
  MQSEAL_INLINE OmacChain(const Block& start, Input message)
      : value(start), next(message.data), left(message.size) {}

  MQSEAL_INLINE bool pending() const { return left != 0; }

  /// The next whole block, from a register: what stands at `next`. Not for the last block, unless
  /// the caller mixed the subkey in and sets `left` to zero.
  MQSEAL_INLINE void absorb_known(const Block& block) {
    value = value ^ block;
    next += Block::size;
    left -= Block::size;
  }

  MQSEAL_INLINE void absorb(const OmacSubkeys<Ops>& subkeys) {
    if (left > Block::size) {
      add(value, next);
      next += Block::size;
      left -= Block::size;
      return;
    }
    if (left == Block::size) {
      value = value ^ (Block::load(next) ^ subkeys.full);
    } else {
      value = value ^ (partial<Block>::load_padded(next, left) ^ subkeys.partial);
    }
    left = 0;
  }
};

/// Enciphers one block, or two or three side by side.
template <class Ops>
MQSEAL_INLINE void encipher(const typename Ops::Keys& keys, typename Ops::Block& a) {
  if (!MQSEAL_SIDE_BY_SIDE) {
    Ops::encrypt(keys, reinterpret_cast<typename Ops::Block(&)[1]>(a));  // where it stands
    return;
  }
  typename Ops::Block blocks[1] = {a};
  Ops::encrypt(keys, blocks);
  a = blocks[0];
}

template <class Ops>
MQSEAL_INLINE void encipher(const typename Ops::Keys& keys,
                            typename Ops::Block& a,
                            typename Ops::Block& b) {
  typename Ops::Block blocks[2] = {a, b};
  Ops::encrypt(keys, blocks);
  a = blocks[0];
  b = blocks[1];
}

template <class Ops>
MQSEAL_INLINE void encipher(const typename Ops::Keys& keys,
                            typename Ops::Block& a,
                            typename Ops::Block& b,
                            typename Ops::Block& c) {
  typename Ops::Block blocks[3] = {a, b, c};
  Ops::encrypt(keys, blocks);
  a = blocks[0];
  b = blocks[1];
  c = blocks[2];
}

/// CMAC of a message, all Ops::block_bytes bytes of it; the caller truncates. It draws the subkeys
/// anew, so it serves tests and vectors; EAX keeps its own.
template <class Ops>
MQSEAL_INLINE void cmac(const typename Ops::Keys& keys, Input message, uint8_t* tag) {
  typedef typename Ops::Block Block;
  const uint8_t zeros[Block::size] = {};
  Block zero = Block::load(zeros), enciphered = zero;
  encipher<Ops>(keys, enciphered);
  const OmacSubkeys<Ops> subkeys = OmacSubkeys<Ops>::of(enciphered);
  OmacChain<Ops> chain(zero, message);
  if (message.size == 0) {
    chain.value = partial<Block>::load_padded(zeros, 0) ^ subkeys.partial;
    encipher<Ops>(keys, chain.value);
  }
  while (chain.pending()) {
    chain.absorb(subkeys);
    encipher<Ops>(keys, chain.value);
  }
  chain.value.store(tag);
}

}  // namespace core
}  // namespace mqseal

#endif
