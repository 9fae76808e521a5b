// SPDX-License-Identifier: MIT
// AES-128 with the processor's AES instructions: an Ops (ciphers/core/ops.h). The key schedule is
// that of NIST FIPS 197, section 5.2, a column of four words at a time. Constant time: no table.
#ifndef MQSEAL_CIPHERS_SIMD_AES_OPS_H
#define MQSEAL_CIPHERS_SIMD_AES_OPS_H

#include "ciphers/core/ops.h"
#include "ciphers/simd/xmm_block.h"

namespace mqseal {
namespace simd {

template <class Isa>
struct AesOps {
  static constexpr size_t block_bytes = 16, key_bytes = 16;
  /// Two instructions start a cycle and take three or four: eight blocks keep the unit busy.
  static constexpr size_t group = 8;
  static constexpr bool bulk_counters = false;
  static constexpr unsigned rounds = 10;

  struct Keys {
    __m128i round[rounds + 1];
  };

  typedef XmmBlock<Isa> Block;
  typedef XmmCounter<Isa> Counter;

  static MQSEAL_INLINE void expand(const uint8_t* key, Keys& keys) {
    keys.round[0] = Block::load(key).v;
    int rcon = 1;
    MQSEAL_UNROLL(10)
    for (unsigned r = 1; r <= rounds; ++r) {
      keys.round[r] = next_round_key(keys.round[r - 1], rcon);
      rcon = rcon == 0x80 ? 0x1b : 2 * rcon;
    }
  }

  template <size_t n>
  static MQSEAL_INLINE void encrypt(const Keys& keys, Block (&blocks)[n]) {
    add(keys.round[0], blocks);
    MQSEAL_UNROLL(10)
    for (unsigned r = 1; r < rounds; ++r) {
      MQSEAL_UNROLL(8)
      for (size_t i = 0; i < n; ++i) {
        blocks[i].v = _mm_aesenc_si128(blocks[i].v, keys.round[r]);
      }
    }
    MQSEAL_UNROLL(8)
    for (size_t i = 0; i < n; ++i) {
      blocks[i].v = _mm_aesenclast_si128(blocks[i].v, keys.round[rounds]);
    }
  }

  /// The equivalent inverse cipher (FIPS 197, section 5.3.5), its round keys made on the way: no
  /// mode of mqseal deciphers, so the schedule does not carry them.
  template <size_t n>
  static MQSEAL_INLINE void decrypt(const Keys& keys, Block (&blocks)[n]) {
    add(keys.round[rounds], blocks);
    for (unsigned r = rounds - 1; r > 0; --r) {
      const __m128i key = _mm_aesimc_si128(keys.round[r]);
      MQSEAL_UNROLL(8)
      for (size_t i = 0; i < n; ++i) {
        blocks[i].v = _mm_aesdec_si128(blocks[i].v, key);
      }
    }
    MQSEAL_UNROLL(8)
    for (size_t i = 0; i < n; ++i) {
      blocks[i].v = _mm_aesdeclast_si128(blocks[i].v, keys.round[0]);
    }
  }

  /// Groups of blocks (core::block_kernel) are runs already.
  static MQSEAL_INLINE size_t encrypt_many(const Keys&, const uint8_t*, uint8_t*, size_t) {
    return 0;
  }

  static MQSEAL_INLINE size_t decrypt_many(const Keys&, const uint8_t*, uint8_t*, size_t) {
    return 0;
  }

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    core::xor_counters_by_groups<AesOps>(keys, counter, in, out, bytes);
  }

 private:
  template <size_t n>
  static MQSEAL_INLINE void add(__m128i key, Block (&blocks)[n]) {
    MQSEAL_UNROLL(8)
    for (size_t i = 0; i < n; ++i) {
      blocks[i].v = _mm_xor_si128(blocks[i].v, key);
    }
  }

  /// SubWord(RotWord(w3)) ^ rcon by AESENCLAST on four equal columns, where ShiftRows does nothing;
  /// it has a shorter latency than AESKEYGENASSIST.
  static MQSEAL_INLINE __m128i next_round_key(__m128i key, int rcon) {
    const __m128i rotated = _mm_shuffle_epi8(key, _mm_set1_epi32(0x0c0f0e0d));
    const __m128i word = _mm_aesenclast_si128(rotated, _mm_set1_epi32(rcon));
    key = _mm_xor_si128(key, _mm_slli_si128(key, 4));
    key = _mm_xor_si128(key, _mm_slli_si128(key, 8));
    return _mm_xor_si128(key, word);
  }
};

}  // namespace simd
}  // namespace mqseal

#endif
