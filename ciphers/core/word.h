// SPDX-License-Identifier: MIT
// The word types over which the ciphers' rounds are written once. A word W has ^ & | ~ << >>, for
// ARX ciphers + and -, and a word_traits<W>. Here: the scalar uintN_t, `narrow` (24 and 48 bits)
// and `lanes` (several scalars side by side). SIMD lane types specialise word_traits elsewhere.
#ifndef MQSEAL_CIPHERS_CORE_WORD_H
#define MQSEAL_CIPHERS_CORE_WORD_H

#include "ciphers/core/config.h"
#if defined(__AVR__) && !defined(__clang__)
#include "ciphers/core/word_avr.h"
#endif

namespace mqseal {
namespace core {

/// What the rounds need of a word beyond its operators:
///   bits    width of one lane
///   scalar  the type of one lane; splat(scalar) puts it into every lane
///   rotl<r>, rotr<r>   rotation of each lane, 0 < r < bits
template <class W>
struct word_traits;

/// Rotations from shifts, for words without anything better.
template <class W, unsigned width>
struct shift_rotations {
  static constexpr unsigned bits = width;

  template <unsigned r>
  static MQSEAL_INLINE W rotl(W x) {
    return W(W(x << r) | W(x >> (width - r)));
  }

  template <unsigned r>
  static MQSEAL_INLINE W rotr(W x) {
    return W(W(x >> r) | W(x << (width - r)));
  }
};

#if defined(__AVR__) && !defined(__clang__)
/// Eight bits rotate well by shifts; uint64_t, badly either way, has word64 in its place.
template <class T>
struct native_rotations : choose<sizeof(T) == 2 || sizeof(T) == 4,
                                 avr::rotations<T, unsigned(8 * sizeof(T))>,
                                 shift_rotations<T, unsigned(8 * sizeof(T))>>::type {};

template <>
struct word_traits<avr::Octets> : avr::rotations<avr::Octets, 64> {
  typedef avr::Octets scalar;

  static MQSEAL_INLINE scalar splat(const scalar& x) { return x; }
};

typedef avr::Octets word64;
#else
template <class T>
struct native_rotations : shift_rotations<T, unsigned(8 * sizeof(T))> {};

typedef uint64_t word64;
#endif

/// An unsigned integer: its own scalar.
template <class T>
struct scalar_traits : native_rotations<T> {
  typedef T scalar;

  static MQSEAL_INLINE T splat(T x) { return x; }
};

template <>
struct word_traits<uint8_t> : scalar_traits<uint8_t> {};

template <>
struct word_traits<uint16_t> : scalar_traits<uint16_t> {};

template <>
struct word_traits<uint32_t> : scalar_traits<uint32_t> {};

template <>
struct word_traits<uint64_t> : scalar_traits<uint64_t> {};

template <unsigned r, class W>
MQSEAL_INLINE W rotl(W x) {
  return word_traits<W>::template rotl<r>(x);
}

template <unsigned r, class W>
MQSEAL_INLINE W rotr(W x) {
  return word_traits<W>::template rotr<r>(x);
}

/// An unsigned integer of `width` bits in a wider T; the bits above are always zero.
template <class T, unsigned width>
struct narrow {
  T value;

  narrow() = default;

  explicit MQSEAL_INLINE narrow(T v) : value(T(v & T(T(T(1) << width) - T(1)))) {}

  friend MQSEAL_INLINE narrow operator^(narrow a, narrow b) { return narrow(T(a.value ^ b.value)); }

  friend MQSEAL_INLINE narrow operator&(narrow a, narrow b) { return narrow(T(a.value & b.value)); }

  friend MQSEAL_INLINE narrow operator|(narrow a, narrow b) { return narrow(T(a.value | b.value)); }

  friend MQSEAL_INLINE narrow operator+(narrow a, narrow b) { return narrow(T(a.value + b.value)); }

  friend MQSEAL_INLINE narrow operator-(narrow a, narrow b) { return narrow(T(a.value - b.value)); }

  friend MQSEAL_INLINE narrow operator~(narrow a) { return narrow(T(~a.value)); }

  friend MQSEAL_INLINE narrow operator<<(narrow a, unsigned r) { return narrow(T(a.value << r)); }

  friend MQSEAL_INLINE narrow operator>>(narrow a, unsigned r) { return narrow(T(a.value >> r)); }
};

template <class T, unsigned width>
struct word_traits<narrow<T, width>> : shift_rotations<narrow<T, width>, width> {
  typedef narrow<T, width> scalar;

  static MQSEAL_INLINE scalar splat(scalar x) { return x; }
};

typedef narrow<uint32_t, 24> word24;
typedef narrow<uint64_t, 48> word48;

/// n words of type T, each a lane: n independent blocks in flight for a superscalar core.
template <class T, size_t n>
struct lanes {
  T lane[n];
};

#define MQSEAL_LANES_OPERATOR(op)                                              \
  template <class T, size_t n>                                                 \
  MQSEAL_INLINE lanes<T, n> operator op(lanes<T, n> a, const lanes<T, n>& b) { \
    MQSEAL_UNROLL(16) for (size_t i = 0; i < n; ++i) {                         \
      a.lane[i] = T(a.lane[i] op b.lane[i]);                                   \
    }                                                                          \
    return a;                                                                  \
  }
MQSEAL_LANES_OPERATOR(^)
MQSEAL_LANES_OPERATOR(&)
MQSEAL_LANES_OPERATOR(|)
MQSEAL_LANES_OPERATOR(+)
MQSEAL_LANES_OPERATOR(-)
#undef MQSEAL_LANES_OPERATOR

template <class T, size_t n>
MQSEAL_INLINE lanes<T, n> operator~(lanes<T, n> a) {
  MQSEAL_UNROLL(16)
  for (size_t i = 0; i < n; ++i) {
    a.lane[i] = T(~a.lane[i]);
  }
  return a;
}

template <class T, size_t n>
MQSEAL_INLINE lanes<T, n> operator<<(lanes<T, n> a, unsigned r) {
  MQSEAL_UNROLL(16)
  for (size_t i = 0; i < n; ++i) {
    a.lane[i] = T(a.lane[i] << r);
  }
  return a;
}

template <class T, size_t n>
MQSEAL_INLINE lanes<T, n> operator>>(lanes<T, n> a, unsigned r) {
  MQSEAL_UNROLL(16)
  for (size_t i = 0; i < n; ++i) {
    a.lane[i] = T(a.lane[i] >> r);
  }
  return a;
}

template <class T, size_t n>
struct word_traits<lanes<T, n>> {
  typedef typename word_traits<T>::scalar scalar;
  typedef lanes<T, n> W;
  static constexpr unsigned bits = word_traits<T>::bits;

  static MQSEAL_INLINE W splat(scalar x) {
    W w;
    MQSEAL_UNROLL(16)
    for (size_t i = 0; i < n; ++i) {
      w.lane[i] = word_traits<T>::splat(x);
    }
    return w;
  }

  template <unsigned r>
  static MQSEAL_INLINE W rotl(W x) {
    MQSEAL_UNROLL(16)
    for (size_t i = 0; i < n; ++i) {
      x.lane[i] = core::rotl<r>(x.lane[i]);
    }
    return x;
  }

  template <unsigned r>
  static MQSEAL_INLINE W rotr(W x) {
    MQSEAL_UNROLL(16)
    for (size_t i = 0; i < n; ++i) {
      x.lane[i] = core::rotr<r>(x.lane[i]);
    }
    return x;
  }
};

/// A round key as a word W: shared by all lanes (a scalar), or already one a lane (a W).
template <class W, class K>
struct key_word {
  static MQSEAL_INLINE W of(const K& k) { return word_traits<W>::splat(k); }
};

template <class W>
struct key_word<W, W> {
  static MQSEAL_INLINE W of(const W& k) { return k; }
};

template <class W, class K>
MQSEAL_INLINE W as_word(const K& k) {
  return key_word<W, K>::of(k);
}

/// The integer that carries a scalar word's value.
template <class W>
struct carrier {
  typedef W type;

  static MQSEAL_INLINE W get(W w) { return w; }
};

template <class T, unsigned width>
struct carrier<narrow<T, width>> {
  typedef T type;

  static MQSEAL_INLINE T get(narrow<T, width> w) { return w.value; }
};

#if defined(__AVR__) && !defined(__clang__)
template <>
struct carrier<avr::Octets> {
  typedef uint64_t type;

  static MQSEAL_INLINE uint64_t get(const avr::Octets& w) {
    uint64_t x;
    __builtin_memcpy(&x, &w, 8);
    return x;
  }
};
#endif

/// A constant in every lane of W.
template <class W>
MQSEAL_INLINE W constant(uint64_t x) {
  typedef typename word_traits<W>::scalar scalar;
  return word_traits<W>::splat(scalar(typename carrier<scalar>::type(x)));
}

}  // namespace core
}  // namespace mqseal

#endif
