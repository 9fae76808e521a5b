// SPDX-License-Identifier: MIT
// A block in registers, as the modes handle it: bytes in, XOR, bytes out. Also the doubling of
// CMAC's field and a big-endian counter. Byte order in memory never changes.
#ifndef MQSEAL_CIPHERS_CORE_BLOCK_H
#define MQSEAL_CIPHERS_CORE_BLOCK_H

#include "ciphers/core/bytes.h"

namespace mqseal {
namespace core {

template <size_t bytes>
struct Block {
  typedef typename choose<bytes % sizeof(native_word) == 0, native_word, uint8_t>::type part;
  static constexpr size_t size = bytes, parts = bytes / sizeof(part);
  part p[parts];

  static MQSEAL_INLINE Block load(const uint8_t* from) {
    Block b;
    __builtin_memcpy(b.p, from, bytes);
    return b;
  }

  /// The block's bytes where it stands (character types may alias anything).
  MQSEAL_INLINE uint8_t* octets() {
    return static_cast<uint8_t*>(__builtin_assume_aligned(p, alignof(part)));
  }

  MQSEAL_INLINE void store(uint8_t* to) const { __builtin_memcpy(to, p, bytes); }

  friend MQSEAL_INLINE Block operator^(Block a, const Block& b) {
    for (size_t i = 0; i < parts; ++i) {
      a.p[i] = part(a.p[i] ^ b.p[i]);
    }
    return a;
  }
};

/// block = block ^ other, or ^ what stands at `bytes`; on AVR in place, which spares an old
/// compiler many copies.
#if defined(__AVR__)
template <class B>
MQSEAL_INLINE void add(B& block, const uint8_t* bytes) {
  for (uint8_t i = 0; i < B::size; ++i) {
    block.p[i] = uint8_t(block.p[i] ^ bytes[i]);
  }
}

template <class B>
MQSEAL_INLINE void add(B& block, const B& other) {
  add(block, other.p);
}
#else
template <class B>
MQSEAL_INLINE void add(B& block, const uint8_t* bytes) {
  block = block ^ B::load(bytes);
}

template <class B>
MQSEAL_INLINE void add(B& block, const B& other) {
  block = block ^ other;
}
#endif

/// A block as the words of a cipher, in its byte order, and back.
template <class B, class W, class Order>
struct block_words {
  static constexpr size_t word_bytes = word_traits<W>::bits / 8;

  template <size_t n>
  static MQSEAL_INLINE void get(const B& block, W (&words)[n]) {
    uint8_t bytes[B::size];
    block.store(bytes);
    load_words<Order>(bytes, words);
  }

  template <size_t n>
  static MQSEAL_INLINE B put(const W (&words)[n]) {
    uint8_t bytes[B::size];
    for (size_t i = 0; i < n; ++i) {
      store_word<Order>(words[i], bytes + i * word_bytes);
    }
    return B::load(bytes);
  }
};

/// R_b of NIST SP 800-38B, section 5.3: the low byte of the polynomial that reduces GF(2^b);
/// x^64 + x^4 + x^3 + x + 1 and x^128 + x^7 + x^2 + x + 1.
template <size_t bytes>
struct reduction;

template <>
struct reduction<8> {
  static constexpr uint8_t value = 0x1b;
};

template <>
struct reduction<16> {
  static constexpr uint8_t value = 0x87;
};

/// Multiplication by x in GF(2^b), big-endian; without a branch on the secret top bit.
template <class B>
MQSEAL_PART B doubled(const B& b) {
  uint8_t in[B::size], out[B::size];
  b.store(in);
  const uint8_t carry = uint8_t(0U - unsigned(in[0] >> 7));
  for (size_t i = 0; i + 1 < B::size; ++i) {
    out[i] = uint8_t(uint8_t(in[i] << 1) | uint8_t(in[i + 1] >> 7));
  }
  const uint8_t low = reduction<B::size>::value;
  out[B::size - 1] = uint8_t(uint8_t(in[B::size - 1] << 1) ^ uint8_t(carry & low));
  return B::load(out);
}

/// The whole block as a big-endian integer that counts up, modulo 2^(8 size). The carry needs no
/// branch: the start is secret.
#if !defined(__AVR__)
template <class B>
class BigEndianCounter {
 public:
  explicit MQSEAL_INLINE BigEndianCounter(const B& start) {
    uint8_t bytes[B::size];
    start.store(bytes);
    low_ = load_word<big_endian, uint64_t>(bytes + B::size - 8);
    high_ = B::size == 16 ? load_word<big_endian, uint64_t>(bytes) : 0;
  }

  /// The value, which then advances by one.
  MQSEAL_INLINE B next() {
    uint8_t bytes[B::size];
    store_word<big_endian>(high_, bytes);
    store_word<big_endian>(low_, bytes + B::size - 8);
    low_ += 1;
    high_ += ((low_ | (0 - low_)) >> 63) ^ 1U;
    return B::load(bytes);
  }

 private:
  uint64_t high_, low_;
};
#else
template <class B>
class BigEndianCounter {
 public:
  explicit MQSEAL_INLINE BigEndianCounter(const B& start) : value_(start) {}

  /// The value to `value`, and advances by one.
  MQSEAL_PART void next(B& value) {
    value = value_;
    uint8_t* const bytes = value_.octets();
    uint8_t carry = 1;
    for (uint8_t i = B::size; i-- > 0;) {
      const uint16_t sum = uint16_t(uint16_t(bytes[i]) + carry);
      bytes[i] = uint8_t(sum);
      carry = uint8_t(sum >> 8);
    }
  }

  MQSEAL_INLINE B next() {
    B value;
    next(value);
    return value;
  }

 private:
  B value_;
};
#endif

}  // namespace core
}  // namespace mqseal

#endif
