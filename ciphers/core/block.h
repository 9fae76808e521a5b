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

/// n < size bytes of a message, then 0x80, then zeros (the padding of CMAC and EAX).
template <class B>
MQSEAL_PART B load_padded(const uint8_t* from, size_t n) {
  uint8_t bytes[B::size] = {};
  for (size_t i = 0; i < n; ++i) {
    bytes[i] = from[i];
  }
  bytes[n] = 0x80;
  return B::load(bytes);
}

/// out = in ^ keystream for n <= size bytes.
template <class B>
MQSEAL_PART void xor_partial(const B& keystream, const uint8_t* in, uint8_t* out, size_t n) {
  uint8_t bytes[B::size];
  keystream.store(bytes);
  for (size_t i = 0; i < n; ++i) {
    out[i] = uint8_t(in[i] ^ bytes[i]);
  }
}

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
#if MQSEAL_SIDE_BY_SIDE
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

  MQSEAL_PART B next() {
    const B value = value_;
    uint8_t* const bytes = value_.octets();
    uint8_t carry = 1;
    for (uint8_t i = B::size; i-- > 0;) {
      const uint16_t sum = uint16_t(uint16_t(bytes[i]) + carry);
      bytes[i] = uint8_t(sum);
      carry = uint8_t(sum >> 8);
    }
    return value;
  }

 private:
  B value_;
};
#endif

}  // namespace core
}  // namespace mqseal

#endif
