// SPDX-License-Identifier: MIT
// Scalar words from and to bytes, in either byte order, for words of 1 to 8 bytes. The shifts are
// those that GCC and clang turn into one load (and a byte swap).
#ifndef MQSEAL_CIPHERS_CORE_BYTES_H
#define MQSEAL_CIPHERS_CORE_BYTES_H

#include "ciphers/core/word.h"

namespace mqseal {
namespace core {

struct little_endian {
  static constexpr size_t position(size_t i, size_t) { return i; }
};

struct big_endian {
  static constexpr size_t position(size_t i, size_t n) { return n - 1 - i; }
};

/// AVR has no shift by n, but is little-endian and has no alignment: there a word is its bytes.
template <class Order, class W>
struct is_plain_copy {
  static constexpr bool value = false;
};
#if defined(__AVR__)
template <class W>
struct is_plain_copy<little_endian, W> {
  static constexpr bool value = sizeof(W) * 8 == word_traits<W>::bits;
};
#endif

/// Reads bits(W)/8 bytes.
template <class Order, class W>
MQSEAL_INLINE W load_word(const uint8_t* from) {
  typedef typename carrier<W>::type T;
  constexpr size_t n = word_traits<W>::bits / 8;
  if (is_plain_copy<Order, W>::value) {
    W word;
    __builtin_memcpy(&word, from, n);
    return word;
  }
  T value = 0;
  MQSEAL_UNROLL(8)
  for (size_t i = 0; i < n; ++i) {
    value = T(value | T(T(from[Order::position(i, n)]) << (8 * i)));
  }
  return W(value);
}

/// Writes bits(W)/8 bytes.
template <class Order, class W>
MQSEAL_INLINE void store_word(W word, uint8_t* to) {
  typedef typename carrier<W>::type T;
  constexpr size_t n = word_traits<W>::bits / 8;
  if (is_plain_copy<Order, W>::value) {
    __builtin_memcpy(to, &word, n);
    return;
  }
  const T value = carrier<W>::get(word);
  MQSEAL_UNROLL(8)
  for (size_t i = 0; i < n; ++i) {
    to[Order::position(i, n)] = uint8_t(value >> (8 * i));
  }
}

/// Consecutive words.
template <class Order, class W, size_t n>
MQSEAL_INLINE void load_words(const uint8_t* from, W (&words)[n]) {
  for (size_t i = 0; i < n; ++i) {
    words[i] = load_word<Order, W>(from + i * (word_traits<W>::bits / 8));
  }
}

}  // namespace core
}  // namespace mqseal

#endif
