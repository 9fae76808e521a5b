// SPDX-License-Identifier: MIT
// A keyed block cipher as the modes use it: one block, two or four independent blocks at once. What
// EAX asks of an engine E (a SIMD or AES-NI engine offers the same and reuses every mode):
//   E::block_bytes, E::key_bytes, E::block = Block<block_bytes>
//   set_key(bytes), clear()
//   encrypt(block) -> block;  encrypt_pair(block&, block&);  encrypt_four(block (&)[4])
// All are constant time where the cipher's rounds are.
#ifndef MQSEAL_CIPHERS_CORE_ENGINE_H
#define MQSEAL_CIPHERS_CORE_ENGINE_H

#include "ciphers/core/aes128.h"
#include "ciphers/core/block.h"

namespace mqseal {
namespace core {

/// The rounds stand once in flash on a microcontroller (config.h).
#if MQSEAL_SMALL_TARGET
#define MQSEAL_ENGINE_CALL MQSEAL_NOINLINE
#else
#define MQSEAL_ENGINE_CALL inline
#endif

/// SPECK, SIMON, PRESENT, LEA: one block a lane of words.
template <class Cipher>
class WordEngine {
 public:
  static constexpr size_t block_bytes = Cipher::block_bytes, key_bytes = Cipher::key_bytes;
  typedef Block<block_bytes> block;

  MQSEAL_ENGINE_CALL void set_key(const uint8_t* bytes) {
    typename Cipher::word key[Cipher::key_words];
    Cipher::load_key(bytes, key);
    Cipher::expand(key, keys_);
    wipe(key, sizeof key);
  }

  /// One block where it stands: what costs least where registers are few.
  MQSEAL_ENGINE_CALL void encrypt_in_place(uint8_t* bytes) const { run<Encrypt>(bytes); }

  MQSEAL_ENGINE_CALL void decrypt_in_place(uint8_t* bytes) const { run<Decrypt>(bytes); }

  MQSEAL_INLINE block encrypt(block in) const {
    encrypt_in_place(in.octets());
    return in;
  }

  MQSEAL_INLINE block decrypt(block in) const {
    decrypt_in_place(in.octets());
    return in;
  }

  MQSEAL_INLINE void encrypt_pair(block& a, block& b) const {
#if !MQSEAL_SMALL_TARGET
    block both[2] = {a, b};
    encrypt_lanes(both);
    a = both[0];
    b = both[1];
#else
    encrypt_in_place(a.octets());
    encrypt_in_place(b.octets());
#endif
  }

  MQSEAL_INLINE void encrypt_four(block (&b)[4]) const {
#if !MQSEAL_SMALL_TARGET
    encrypt_lanes(b);
#else
    for (size_t i = 0; i < 4; ++i) {
      encrypt_in_place(b[i].octets());
    }
#endif
  }

  MQSEAL_INLINE void clear() {
    wipe(&keys_, sizeof keys_);
  }

 private:
  typedef typename Cipher::word word;
  typedef typename Cipher::byte_order order;
  static constexpr size_t words = Cipher::block_words;
  static constexpr size_t word_bytes = block_bytes / words;

  struct Encrypt {
    template <class W, class K>
    static MQSEAL_INLINE void apply(const K& keys, W (&s)[words]) {
      Cipher::encrypt(keys, s);
    }
  };

  struct Decrypt {
    template <class W, class K>
    static MQSEAL_INLINE void apply(const K& keys, W (&s)[words]) {
      Cipher::decrypt(keys, s);
    }
  };

  template <class Direction>
  MQSEAL_INLINE void run(uint8_t* bytes) const {
    word s[words];
    load_words<order>(bytes, s);
    Direction::apply(keys_, s);
    for (size_t w = 0; w < words; ++w) {
      store_word<order>(s[w], bytes + w * word_bytes);
    }
  }

  template <size_t n>
  MQSEAL_INLINE void encrypt_lanes(block (&blocks)[n]) const {
    uint8_t bytes[block_bytes];
    lanes<word, n> s[words];
    for (size_t i = 0; i < n; ++i) {
      blocks[i].store(bytes);
      for (size_t w = 0; w < words; ++w) {
        s[w].lane[i] = load_word<order, word>(bytes + w * word_bytes);
      }
    }
    Cipher::encrypt(keys_, s);
    for (size_t i = 0; i < n; ++i) {
      for (size_t w = 0; w < words; ++w) {
        store_word<order>(s[w].lane[i], bytes + w * word_bytes);
      }
      blocks[i] = block::load(bytes);
    }
  }

  typename Cipher::template Keys<word> keys_;
};

/// AES-128 bitsliced in words of type W: bits(W)/16 blocks at a time, fewer cost the same.
template <class W>
class AesEngine {
 public:
  static constexpr size_t block_bytes = 16, key_bytes = 16;
  typedef Block<16> block;

  MQSEAL_ENGINE_CALL void set_key(const uint8_t* bytes) {
    uint8_t round_keys[Aes128::rounds + 1][16];
    Aes128::expand_bytes(bytes, round_keys);
    for (unsigned r = 0; r <= Aes128::rounds; ++r) {
      uint8_t in_every_block[width][16];
      for (size_t b = 0; b < width; ++b) {
        __builtin_memcpy(in_every_block[b], round_keys[r], 16);
      }
      pack(in_every_block, keys_.round[r]);
    }
    wipe(round_keys, sizeof round_keys);
  }

  MQSEAL_ENGINE_CALL block encrypt(const block& in) const {
    block blocks[1] = {in};
    run<Encrypt>(blocks);
    return blocks[0];
  }

  MQSEAL_INLINE void encrypt_in_place(uint8_t* bytes) const {
    encrypt(block::load(bytes)).store(bytes);
  }

  MQSEAL_INLINE void decrypt_in_place(uint8_t* bytes) const {
    decrypt(block::load(bytes)).store(bytes);
  }

  MQSEAL_ENGINE_CALL block decrypt(const block& in) const {
    block blocks[1] = {in};
    run<Decrypt>(blocks);
    return blocks[0];
  }

  MQSEAL_INLINE void encrypt_pair(block& a, block& b) const {
    block both[2] = {a, b};
    encrypt_blocks(both);
    a = both[0];
    b = both[1];
  }

  MQSEAL_INLINE void encrypt_four(block (&b)[4]) const { encrypt_blocks(b); }

  MQSEAL_INLINE void clear() { wipe(&keys_, sizeof keys_); }

 private:
  static constexpr size_t width = Aes128::blocks_per_word<W>();

  struct Encrypt {
    template <class K>
    static MQSEAL_INLINE void apply(const K& keys, W (&q)[8]) {
      Aes128::encrypt(keys, q);
    }
  };

  struct Decrypt {
    template <class K>
    static MQSEAL_INLINE void apply(const K& keys, W (&q)[8]) {
      Aes128::decrypt(keys, q);
    }
  };

  /// Place of byte 4 column + row of block b among the word's bits (file comment of aes128.h).
  static MQSEAL_INLINE size_t index(size_t byte, size_t b) {
    return 4 * width * (byte % 4) + width * (byte / 4) + b;
  }

  static MQSEAL_INLINE void pack(const uint8_t (&blocks)[width][16], W (&q)[8]) {
    uint8_t bytes[8][sizeof(W)];
    for (size_t b = 0; b < width; ++b) {
      for (size_t i = 0; i < 16; ++i) {
        bytes[index(i, b) % 8][index(i, b) / 8] = blocks[b][i];
      }
    }
    for (size_t j = 0; j < 8; ++j) {
      q[j] = load_word<little_endian, W>(bytes[j]);
    }
    Aes128::transpose(q);
  }

  static MQSEAL_INLINE void unpack(W (&q)[8], uint8_t (&blocks)[width][16]) {
    uint8_t bytes[8][sizeof(W)];
    Aes128::transpose(q);
    for (size_t j = 0; j < 8; ++j) {
      store_word<little_endian>(q[j], bytes[j]);
    }
    for (size_t b = 0; b < width; ++b) {
      for (size_t i = 0; i < 16; ++i) {
        blocks[b][i] = bytes[index(i, b) % 8][index(i, b) / 8];
      }
    }
  }

  template <class Direction, size_t n>
  MQSEAL_INLINE void run(block (&blocks)[n]) const {
    uint8_t bytes[width][16] = {};
    W q[8];
    for (size_t i = 0; i < n && i < width; ++i) {
      blocks[i].store(bytes[i]);
    }
    pack(bytes, q);
    Direction::apply(keys_, q);
    unpack(q, bytes);
    for (size_t i = 0; i < n && i < width; ++i) {
      blocks[i] = block::load(bytes[i]);
    }
  }

  template <size_t n>
  MQSEAL_INLINE void encrypt_blocks(block (&blocks)[n]) const {
    if (width >= n) {
      run<Encrypt>(blocks);
      return;
    }
    for (size_t i = 0; i < n; ++i) {
      blocks[i] = encrypt(blocks[i]);
    }
  }

  Aes128::Keys<W> keys_;
};

}  // namespace core
}  // namespace mqseal

#endif
