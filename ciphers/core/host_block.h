// SPDX-License-Identifier: MIT
// Blocks of 8 and 16 bytes on a little-endian host with 64-bit registers: all that the modes do to
// a block without going through memory, where bytes written one by one and read back as a word cost
// more than a block cipher call. Same results as the general forms in block.h, partial.h and ops.h.
#ifndef MQSEAL_CIPHERS_CORE_HOST_BLOCK_H
#define MQSEAL_CIPHERS_CORE_HOST_BLOCK_H

#include "ciphers/core/block.h"
#include "ciphers/core/partial.h"

#if MQSEAL_SIDE_BY_SIDE && UINTPTR_MAX > 0xffffffffU && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define MQSEAL_HOST_BLOCKS 1

namespace mqseal {
namespace core {

/// Words of which the first n <= 8 bytes in memory count: two overlapping halves of them. Nothing
/// outside of [from, from + n) is read or written.
struct partial_word {
  static MQSEAL_INLINE uint64_t load_first(const uint8_t* from, size_t n) {
    if (n >= 4) {
      uint32_t head, tail;
      __builtin_memcpy(&head, from, 4);
      __builtin_memcpy(&tail, from + n - 4, 4);
      return head | (uint64_t(tail) << (8 * (n - 4)));
    }
    if (n == 0) {
      return 0;
    }
    return from[0] | (uint64_t(from[n / 2]) << (8 * (n / 2))) |
           (uint64_t(from[n - 1]) << (8 * (n - 1)));
  }

  static MQSEAL_INLINE void store_first(uint64_t word, uint8_t* to, size_t n) {
    if (n >= 4) {
      const uint32_t head = uint32_t(word), tail = uint32_t(word >> (8 * (n - 4)));
      __builtin_memcpy(to, &head, 4);
      __builtin_memcpy(to + n - 4, &tail, 4);
    } else if (n != 0) {
      to[0] = uint8_t(word);
      to[n / 2] = uint8_t(word >> (8 * (n / 2)));
      to[n - 1] = uint8_t(word >> (8 * (n - 1)));
    }
  }

  /// Zeros behind the first n bytes.
  static MQSEAL_INLINE uint64_t keep_first(uint64_t word, size_t n) {
    return n == 8 ? word : word & ((uint64_t(1) << (8 * n)) - 1);
  }
};

/// The same for the words of a block; `pad` is a block of zeros with 0x80 at byte n < size. A
/// register type of a block (ciphers/simd) has these functions too.
template <size_t bytes>
struct partial_block;

template <>
struct partial_block<8> {
  typedef Block<8> B;

  static MQSEAL_INLINE B load_first(const uint8_t* from, size_t n) {
    return B{{partial_word::load_first(from, n)}};
  }

  static MQSEAL_INLINE void store_first(const B& block, uint8_t* to, size_t n) {
    partial_word::store_first(block.p[0], to, n);
  }

  static MQSEAL_INLINE B keep_first(const B& block, size_t n) {
    return B{{partial_word::keep_first(block.p[0], n)}};
  }

  static MQSEAL_INLINE B pad(size_t n) { return B{{uint64_t(0x80) << (8 * n)}}; }
};

template <>
struct partial_block<16> {
  typedef Block<16> B;

  static MQSEAL_INLINE B load_first(const uint8_t* from, size_t n) {
    if (n <= 8) {
      return B{{partial_word::load_first(from, n), 0}};
    }
    B block;
    __builtin_memcpy(&block.p[0], from, 8);
    __builtin_memcpy(&block.p[1], from + n - 8, 8);
    block.p[1] >>= 8 * (16 - n);
    return block;
  }

  static MQSEAL_INLINE void store_first(const B& block, uint8_t* to, size_t n) {
    if (n <= 8) {
      partial_word::store_first(block.p[0], to, n);
      return;
    }
    __builtin_memcpy(to, &block.p[0], 8);
    partial_word::store_first(block.p[1], to + 8, n - 8);
  }

  static MQSEAL_INLINE B keep_first(const B& block, size_t n) {
    return B{{partial_word::keep_first(block.p[0], n < 8 ? n : 8),
              partial_word::keep_first(block.p[1], n < 8 ? 0 : n - 8)}};
  }

  static MQSEAL_INLINE B pad(size_t n) {
    const uint64_t bit = uint64_t(0x80) << (8 * (n % 8));
    return n < 8 ? B{{bit, 0}} : B{{0, bit}};
  }
};

/// `partial` out of the functions above.
template <class Parts, class B>
struct partial_in_registers : Parts {
  static MQSEAL_INLINE B load_padded(const uint8_t* from, size_t n) {
    return Parts::load_first(from, n) ^ Parts::pad(n);
  }

  static MQSEAL_INLINE void xor_first(const B& keystream,
                                      const uint8_t* in,
                                      uint8_t* out,
                                      size_t n) {
    Parts::store_first(keystream ^ Parts::load_first(in, n), out, n);
  }
};

template <>
struct partial<Block<8>> : partial_in_registers<partial_block<8>, Block<8>> {};

template <>
struct partial<Block<16>> : partial_in_registers<partial_block<16>, Block<16>> {};

/// The byte order of a word of 4 or 8 bytes in a register.
template <class Order>
struct register_order {
  static MQSEAL_INLINE uint64_t apply(uint64_t x) { return x; }

  static MQSEAL_INLINE uint32_t apply(uint32_t x) { return x; }
};

template <>
struct register_order<big_endian> {
  static MQSEAL_INLINE uint64_t apply(uint64_t x) { return __builtin_bswap64(x); }

  static MQSEAL_INLINE uint32_t apply(uint32_t x) { return __builtin_bswap32(x); }
};

template <class B, class Order>
struct block_words<B, uint64_t, Order> {
  template <size_t n>
  static MQSEAL_INLINE void get(const B& block, uint64_t (&words)[n]) {
    for (size_t i = 0; i < n; ++i) {
      words[i] = register_order<Order>::apply(block.p[i]);
    }
  }

  template <size_t n>
  static MQSEAL_INLINE B put(const uint64_t (&words)[n]) {
    B block;
    for (size_t i = 0; i < n; ++i) {
      block.p[i] = register_order<Order>::apply(words[i]);
    }
    return block;
  }
};

template <class B, class Order>
struct block_words<B, uint32_t, Order> {
  template <size_t n>
  static MQSEAL_INLINE void get(const B& block, uint32_t (&words)[n]) {
    for (size_t i = 0; i < n; ++i) {
      words[i] = register_order<Order>::apply(uint32_t(block.p[i / 2] >> (32 * (i % 2))));
    }
  }

  template <size_t n>
  static MQSEAL_INLINE B put(const uint32_t (&words)[n]) {
    B block;
    for (size_t i = 0; i < n; i += 2) {
      block.p[i / 2] = register_order<Order>::apply(words[i]) |
                       (uint64_t(register_order<Order>::apply(words[i + 1])) << 32);
    }
    return block;
  }
};

template <>
MQSEAL_INLINE Block<8> doubled(const Block<8>& b) {
  const uint64_t x = __builtin_bswap64(b.p[0]);
  return Block<8>{{__builtin_bswap64((x << 1) ^ ((0 - (x >> 63)) & reduction<8>::value))}};
}

template <>
MQSEAL_INLINE Block<16> doubled(const Block<16>& b) {
  const uint64_t high = __builtin_bswap64(b.p[0]), low = __builtin_bswap64(b.p[1]);
  const uint64_t fold = (0 - (high >> 63)) & reduction<16>::value;
  return Block<16>{
      {__builtin_bswap64((high << 1) | (low >> 63)), __builtin_bswap64((low << 1) ^ fold)}};
}

/// Hides where a value came from: else the optimiser counts a loop by the secret counter, and makes
/// addresses from it. Not for MemorySanitizer (tests/ct), which takes an operand for a use.
MQSEAL_INLINE void keep_apart(uint64_t& value) {
#if defined(MQSEAL_PLAIN_INTRINSICS)
  (void)value;
#else
  __asm__("" : "+r"(value));
#endif
}

template <>
class BigEndianCounter<Block<8>> {
 public:
  explicit MQSEAL_INLINE BigEndianCounter(const Block<8>& start)
      : value_(__builtin_bswap64(start.p[0])) {}

  MQSEAL_INLINE Block<8> next() {
    const Block<8> block = {{__builtin_bswap64(value_)}};
    skip(1);
    return block;
  }

  /// The low and the high half of the next value, before and after n counts: for Ops that count in
  /// their own registers.
  MQSEAL_INLINE uint64_t low() const { return value_; }

  MQSEAL_INLINE uint64_t high() const { return 0; }

  MQSEAL_INLINE void skip(uint64_t n) {
    value_ += n;
    keep_apart(value_);
  }

 private:
  uint64_t value_;
};

template <>
class BigEndianCounter<Block<16>> {
 public:
  explicit MQSEAL_INLINE BigEndianCounter(const Block<16>& start)
      : high_(__builtin_bswap64(start.p[0])), low_(__builtin_bswap64(start.p[1])) {}

  MQSEAL_INLINE Block<16> next() {
    const Block<16> block = {{__builtin_bswap64(high_), __builtin_bswap64(low_)}};
    skip(1);
    return block;
  }

  MQSEAL_INLINE uint64_t low() const { return low_; }

  MQSEAL_INLINE uint64_t high() const { return high_; }

  /// The carry needs no branch: the start is secret.
  MQSEAL_INLINE void skip(uint64_t n) {
    low_ += n;
    high_ += uint64_t(low_ < n);
    keep_apart(low_);
  }

 private:
  uint64_t high_, low_;
};

}  // namespace core
}  // namespace mqseal

#else
#define MQSEAL_HOST_BLOCKS 0
#endif

#endif
