// SPDX-License-Identifier: MIT
// AES-128 for the modes on a scalar machine, bitsliced (aes128.h): a word of w bits carries w/16
// blocks, and a call costs the same for one of them as for all.
#ifndef MQSEAL_CIPHERS_CORE_AES128_OPS_H
#define MQSEAL_CIPHERS_CORE_AES128_OPS_H

#include "ciphers/core/aes128.h"
#include "ciphers/core/ops.h"

namespace mqseal {
namespace core {

/// Blocks into words of planes and back: any W. The bytes go where Aes128::transpose wants them.
template <class W>
struct AesPacking {
  static constexpr size_t width = Aes128::blocks_per_word<W>();

  static MQSEAL_INLINE void load(const Block<16>* blocks, size_t n, W (&q)[8]) {
    uint8_t bytes[8][sizeof(W)] = {};
    for (size_t b = 0; b < n; ++b) {
      uint8_t block[16];
      blocks[b].store(block);
      for (size_t i = 0; i < 16; ++i) {
        bytes[place(i, b) % 8][place(i, b) / 8] = block[i];
      }
    }
    for (size_t j = 0; j < 8; ++j) {
      q[j] = load_word<little_endian, W>(bytes[j]);
    }
  }

  static MQSEAL_INLINE void store(const W (&q)[8], Block<16>* blocks, size_t n) {
    uint8_t bytes[8][sizeof(W)];
    for (size_t j = 0; j < 8; ++j) {
      store_word<little_endian>(q[j], bytes[j]);
    }
    for (size_t b = 0; b < n; ++b) {
      uint8_t block[16];
      for (size_t i = 0; i < 16; ++i) {
        block[i] = bytes[place(i, b) % 8][place(i, b) / 8];
      }
      blocks[b] = Block<16>::load(block);
    }
  }

 private:
  /// Byte i of a block is (row i mod 4, column i / 4).
  static MQSEAL_INLINE size_t place(size_t i, size_t b) {
    return 4 * width * (i % 4) + width * (i / 4) + b;
  }
};

/// Four blocks: word b takes columns 0 and 2 of block b in its even and odd bytes, word b + 4 takes
/// columns 1 and 3.
template <>
struct AesPacking<uint64_t> {
  static constexpr size_t width = 4;

  static MQSEAL_INLINE void load(const Block<16>* blocks, size_t n, uint64_t (&q)[8]) {
    for (size_t b = 0; b < 4; ++b) {
      uint8_t bytes[16] = {};
      if (b < n) {
        blocks[b].store(bytes);
      }
      const uint64_t left = load_word<little_endian, uint64_t>(bytes);
      const uint64_t right = load_word<little_endian, uint64_t>(bytes + 8);
      q[b] = spread(left & 0xffffffffU) | (spread(right & 0xffffffffU) << 8);
      q[b + 4] = spread(left >> 32) | (spread(right >> 32) << 8);
    }
  }

  static MQSEAL_INLINE void store(const uint64_t (&q)[8], Block<16>* blocks, size_t n) {
    for (size_t b = 0; b < n; ++b) {
      const uint64_t even = q[b], odd = q[b + 4];
      uint8_t bytes[16];
      store_word<little_endian>(gather(even) | (gather(odd) << 32), bytes);
      store_word<little_endian>(gather(even >> 8) | (gather(odd >> 8) << 32), bytes + 8);
      blocks[b] = Block<16>::load(bytes);
    }
  }

 private:
  /// Four bytes to the even bytes of a word, and back.
  static MQSEAL_INLINE uint64_t spread(uint64_t x) {
    x = (x | (x << 16)) & 0x0000ffff0000ffffULL;
    return (x | (x << 8)) & 0x00ff00ff00ff00ffULL;
  }

  static MQSEAL_INLINE uint64_t gather(uint64_t x) {
    x &= 0x00ff00ff00ff00ffULL;
    x = (x | (x >> 8)) & 0x0000ffff0000ffffULL;
    return (x | (x >> 16)) & 0x00000000ffffffffULL;
  }
};

/// W: uint64_t (four blocks a call), uint32_t (two) or uint16_t (one).
template <class W>
struct AesSlicedOps {
  static constexpr size_t block_bytes = 16, key_bytes = 16;
  static constexpr size_t width = AesPacking<W>::width, group = 4;
  static constexpr bool bulk_counters = false;

  typedef Aes128::Keys<W> Keys;
  typedef core::Block<16> Block;
  typedef BigEndianCounter<Block> Counter;

  static MQSEAL_INLINE void expand(const uint8_t* key, Keys& keys) {
    uint8_t bytes[Aes128::rounds + 1][16];
    Aes128::expand_bytes(key, bytes);
    for (unsigned r = 0; r <= Aes128::rounds; ++r) {
      Block same[width];
      for (Block& block : same) {
        block = Block::load(bytes[r]);
      }
      AesPacking<W>::load(same, width, keys.round[r]);
      Aes128::transpose(keys.round[r]);
    }
    wipe(bytes, sizeof bytes);
  }

  template <size_t n>
  static MQSEAL_INLINE void encrypt(const Keys& keys, Block (&blocks)[n]) {
    for (size_t b = 0; b < n; b += width) {
      encrypt_some(keys, blocks + b, n - b < width ? n - b : width);
    }
  }

  template <size_t n>
  static MQSEAL_INLINE void decrypt(const Keys& keys, Block (&blocks)[n]) {
    for (size_t b = 0; b < n; b += width) {
      decrypt_some(keys, blocks + b, n - b < width ? n - b : width);
    }
  }

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    xor_counters_by_groups<AesSlicedOps>(keys, counter, in, out, bytes);
  }

 private:
  /// One copy of the rounds: they are long, and EAX calls for blocks in several places.
  static MQSEAL_NOINLINE void encrypt_some(const Keys& keys, Block* blocks, size_t n) {
    W q[8];
    AesPacking<W>::load(blocks, n, q);
    Aes128::transpose(q);
    Aes128::encrypt(keys, q);
    Aes128::transpose(q);
    AesPacking<W>::store(q, blocks, n);
  }

  static MQSEAL_NOINLINE void decrypt_some(const Keys& keys, Block* blocks, size_t n) {
    W q[8];
    AesPacking<W>::load(blocks, n, q);
    Aes128::transpose(q);
    Aes128::decrypt(keys, q);
    Aes128::transpose(q);
    AesPacking<W>::store(q, blocks, n);
  }
};

}  // namespace core
}  // namespace mqseal

#endif
