// SPDX-License-Identifier: MIT
// PRESENT by tables: the S-boxes and the permutation of each byte of the state in one look-up of
// eight bytes, eight look-ups a round, 16 KiB. The usual fast software form (Benadjila, Guo, Lomne,
// Peyrin, "Implementing Lightweight Block Ciphers on x86 Architectures", SAC 2013, section 3), here
// for comparison only: its addresses depend on the key, so it is not constant time.
#ifndef MQSEAL_CIPHERS_SIMD_PRESENT_TABLE_H
#define MQSEAL_CIPHERS_SIMD_PRESENT_TABLE_H

#include "ciphers/core/ops.h"
#include "ciphers/core/present.h"
#include "ciphers/simd/isa.h"

namespace mqseal {
namespace simd {

struct PresentTables {
  uint64_t of_byte[8][256] = {};

  constexpr PresentTables() {
    constexpr uint8_t sbox[16] = {0xc, 5, 6, 0xb, 9, 0, 0xa, 0xd, 3, 0xe, 0xf, 8, 4, 7, 1, 2};
    for (unsigned b = 0; b < 8; ++b) {
      for (unsigned v = 0; v < 256; ++v) {
        const unsigned s = sbox[v & 15U] | unsigned(sbox[v >> 4] << 4);
        for (unsigned i = 0; i < 8; ++i) {
          const unsigned from = 8 * b + i, to = from == 63 ? 63 : 16 * from % 63;
          of_byte[b][v] |= uint64_t((s >> i) & 1U) << to;
        }
      }
    }
  }
};

template <class Cipher>
struct PresentTableOps : core::PortableOps<Cipher, isa_table> {
  typedef core::PortableOps<Cipher, isa_table> Portable;
  typedef typename Portable::Keys Keys;
  typedef typename Portable::Block Block;
  typedef typename Portable::Counter Counter;
  typedef core::block_words<Block, uint64_t, core::big_endian> words;
  static constexpr unsigned rounds = core::PresentRounds::rounds;

  static MQSEAL_INLINE void expand(const uint8_t* key, Keys& keys) {
    uint64_t half[Cipher::key_words];
    Cipher::load_key(key, half);
    Cipher::template expand<core::PresentRounds::PaperOrder>(half, keys);
    core::wipe(half, sizeof half);
  }

  template <size_t n>
  static MQSEAL_INLINE void encrypt(const Keys& keys, Block (&blocks)[n]) {
    uint64_t x[n][1];
    for (size_t i = 0; i < n; ++i) {
      words::get(blocks[i], x[i]);
    }
    for (unsigned r = 0; r < rounds; ++r) {
      MQSEAL_UNROLL(4)
      for (size_t i = 0; i < n; ++i) {
        x[i][0] = look_up(x[i][0] ^ keys.round[r]);
      }
    }
    for (size_t i = 0; i < n; ++i) {
      x[i][0] ^= keys.round[rounds];
      blocks[i] = words::put(x[i]);
    }
  }

  /// No mode of mqseal deciphers: without tables, with a schedule made for the call.
  template <size_t n>
  static MQSEAL_INLINE void decrypt(const Keys& keys, Block (&blocks)[n]) {
    Keys ordered;
    for (unsigned r = 0; r <= rounds; ++r) {
      ordered.round[r] = core::PresentRounds::StateOrder::apply(keys.round[r], r);
    }
    Portable::decrypt(ordered, blocks);
    core::wipe(&ordered, sizeof ordered);
  }

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    core::xor_counters_by_groups<PresentTableOps>(keys, counter, in, out, bytes);
  }

 private:
  static constexpr PresentTables tables = {};

  static MQSEAL_INLINE uint64_t look_up(uint64_t x) {
    uint64_t y = 0;
    MQSEAL_UNROLL(8)
    for (unsigned b = 0; b < 8; ++b) {
      y ^= tables.of_byte[b][(x >> (8 * b)) & 0xffU];
    }
    return y;
  }
};

}  // namespace simd
}  // namespace mqseal

#endif
