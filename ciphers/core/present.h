// SPDX-License-Identifier: MIT
// PRESENT-80 and PRESENT-128. Source: Bogdanov, Knudsen, Leander, Paar, Poschmann, Robshaw, Seurin,
// Vikkelsoe, "PRESENT: An Ultra-Lightweight Block Cipher", CHES 2007, sections 3 and 4, appendix
// II. Byte order: big-endian, byte 0 = bits 63..56 (k79..k72, k127..k120). One block a 64-bit lane.
//
// The bit permutation is never computed. P(i) = 16 i mod 63 rotates the six bits of the index i by
// four, so seen as a 4 x 4 x 4 cube (index = 16 C + 4 B + A) it renames the axes: A B C -> B C A.
// We leave the bits where they are and let the S-box work along axis A, B, C, A, ... in turn; the
// key schedule permutes the round keys to match; one P after round 31 undoes what is left (31 mod 3
// = 1). Constant time: the S-box is logic on whole words.
#ifndef MQSEAL_CIPHERS_CORE_PRESENT_H
#define MQSEAL_CIPHERS_CORE_PRESENT_H

#include "ciphers/core/bytes.h"

namespace mqseal {
namespace core {

/// The S-box of table 1 on four words of bits, x3 the most significant: 14 gates. Source: Courtois,
/// Hulme, Mourouzis, "Solving Circuit Optimisation Problems in Cryptography and Cryptanalysis",
/// IACR ePrint 2011/475, section 4.
template <class W>
MQSEAL_INLINE void present_sbox(W& x0, W& x1, W& x2, W& x3) {
  const W a = W(x1 ^ x2);
  const W b = W(x2 & a);
  const W c = W(x3 ^ b);
  const W y0 = W(x0 ^ c);
  const W d = W(a & c);
  const W e = W(a ^ y0);
  const W f = W(x2 ^ d);
  const W y1 = W(e ^ W(x0 | f));
  const W g = W(f ^ W(~x0));
  const W y3 = W(y1 ^ g);
  x2 = W(c ^ W(e | g));
  x0 = y0;
  x1 = y1;
  x3 = y3;
}

/// The same S-box four operations deep instead of eight, for 18 gates: where a scalar machine does
/// many operations a cycle, a single block waits for the depth. Found by our own search over
/// circuits of depth four.
template <class W>
MQSEAL_INLINE void present_sbox_flat(W& x0, W& x1, W& x2, W& x3) {
  const W a = W(x2 ^ x3);
  const W b = W(x1 & a);
  const W c = W(x2 & x3);
  const W d = W(x1 | x3);
  const W e = W(W(~x0) | c);
  const W f = W(x0 ^ d);
  const W g = W(a ^ W(x1 & x3));
  const W y0 = W(g ^ W(b ^ x0));
  const W y1 = W(W(x0 | c) ^ W(f | b));
  x2 = W(g ^ W(f | e));
  x3 = W(b | W(e ^ d));
  x0 = y0;
  x1 = y1;
}

/// Which circuit a word type wants.
template <class W>
struct PresentBox {
  static MQSEAL_INLINE void apply(W& x0, W& x1, W& x2, W& x3) { present_sbox(x0, x1, x2, x3); }
};

#if MQSEAL_SIDE_BY_SIDE
template <>
struct PresentBox<uint64_t> {
  typedef uint64_t W;

  static MQSEAL_INLINE void apply(W& x0, W& x1, W& x2, W& x3) { present_sbox_flat(x0, x1, x2, x3); }
};

template <>
struct PresentBox<lanes<uint64_t, 1>> {
  typedef lanes<uint64_t, 1> W;

  static MQSEAL_INLINE void apply(W& x0, W& x1, W& x2, W& x3) { present_sbox_flat(x0, x1, x2, x3); }
};

template <>
struct PresentBox<lanes<uint64_t, 2>> {
  typedef lanes<uint64_t, 2> W;

  static MQSEAL_INLINE void apply(W& x0, W& x1, W& x2, W& x3) { present_sbox_flat(x0, x1, x2, x3); }
};
#endif

/// The inverse S-box: the algebraic normal form of the inverse table, factored.
template <class W>
MQSEAL_INLINE void present_inverse_sbox(W& x0, W& x1, W& x2, W& x3) {
  const W a = W(x1 ^ x3);
  const W b = W(x2 & a);
  const W c = W(x2 & x3);
  const W p = W(x1 & x3);
  const W d = W(W(x2 ^ b) ^ p);
  const W e = W(x0 ^ x2);
  const W y1 = W(W(W(a ^ p) ^ c) ^ W(x0 & W(~d)));
  const W y2 = W(W(~W(W(b ^ c) ^ W(x3 ^ p))) ^ W(x0 & W(a ^ d)));
  const W y3 = W(W(e ^ a) ^ W(x0 & W(x1 ^ b)));
  x0 = W(~W(e ^ p));
  x1 = y1;
  x2 = y2;
  x3 = y3;
}

/// What PRESENT-80 and PRESENT-128 share: everything but the key schedule.
struct PresentRounds {
  typedef uint64_t word;
  typedef big_endian byte_order;
  static constexpr size_t block_words = 1, block_bytes = 8;
  static constexpr unsigned rounds = 31;

  /// round[r] lies in the order of bits that the state has before round r (file comment).
  template <class K>
  struct Keys {
    K round[rounds + 1];
  };

  /// Round key r as the paper has it, into the order of bits before round r.
  struct StateOrder {
    template <class K>
    static MQSEAL_INLINE K apply(K key, unsigned r) {
      return r % 3 == 0 ? key : r % 3 == 1 ? inverse_permute(key) : permute(key);
    }
  };

  /// Left as the paper has it, for implementations that do permute.
  struct PaperOrder {
    template <class K>
    static MQSEAL_INLINE K apply(K key, unsigned) {
      return key;
    }
  };

  /// Bits i of a word whose index has bit `low` set and bit `low + 2` clear move to where these are
  /// exchanged, and back: `delta` = 3 * 2^low.
  template <unsigned delta, class W>
  static MQSEAL_INLINE W exchange(W x, uint64_t mask) {
    const W t = W(W(x ^ W(x >> delta)) & constant<W>(mask));
    return W(x ^ W(t ^ W(t << delta)));
  }

  template <class W>
  static MQSEAL_INLINE W swap_axes_ab(W x) {
    x = exchange<3>(x, 0x0a0a0a0a0a0a0a0aULL);
    return exchange<6>(x, 0x00cc00cc00cc00ccULL);
  }

  template <class W>
  static MQSEAL_INLINE W swap_axes_bc(W x) {
    x = exchange<12>(x, 0x0000f0f00000f0f0ULL);
    return exchange<24>(x, 0x00000000ff00ff00ULL);
  }

  /// Bit i moves to 16 i mod 63 (table 2).
  template <class W>
  static MQSEAL_INLINE W permute(W x) {
    return swap_axes_bc(swap_axes_ab(x));
  }

  template <class W>
  static MQSEAL_INLINE W inverse_permute(W x) {
    return swap_axes_ab(swap_axes_bc(x));
  }

  /// The bits whose place on the axis of this stride is 0.
  static constexpr uint64_t axis_mask(unsigned stride) {
    return stride == 1   ? 0x1111111111111111ULL
           : stride == 4 ? 0x000f000f000f000fULL
                         : 0x000000000000ffffULL;
  }

  struct Forward {
    template <class W>
    static MQSEAL_INLINE void apply(W& x0, W& x1, W& x2, W& x3) {
      PresentBox<W>::apply(x0, x1, x2, x3);
    }
  };

  struct Inverse {
    template <class W>
    static MQSEAL_INLINE void apply(W& x0, W& x1, W& x2, W& x3) {
      present_inverse_sbox(x0, x1, x2, x3);
    }
  };

  /// Sixteen S-boxes along the axis of this stride: 1 (A), 4 (B) or 16 (C); then `key` is added.
  template <unsigned stride, class Box, class W>
  static MQSEAL_INLINE W substitute(W x, W key) {
    const W mask = constant<W>(axis_mask(stride));
    W x0 = x;
    W x1 = W(x >> stride);
    W x2 = W(x >> (2 * stride));
    W x3 = W(x >> (3 * stride));
    Box::apply(x0, x1, x2, x3);
    // Bits outside the mask are those of other S-boxes: clear them before the four are put
    // together.
    return W(W(W(W(x0 & mask) ^ key) ^ W(W(x1 & mask) << stride)) ^
             W(W(W(x2 & mask) << (2 * stride)) ^ W(W(x3 & mask) << (3 * stride))));
  }

  template <class W, class K>
  static MQSEAL_INLINE void encrypt(const Keys<K>& keys, W (&s)[1]) {
    W x = W(s[0] ^ as_word<W>(keys.round[0]));
    for (unsigned r = 0; r < 30; r += 3) {
      x = substitute<1, Forward>(x, as_word<W>(keys.round[r + 1]));
      x = substitute<4, Forward>(x, as_word<W>(keys.round[r + 2]));
      x = substitute<16, Forward>(x, as_word<W>(keys.round[r + 3]));
    }
    s[0] = permute(substitute<1, Forward>(x, as_word<W>(keys.round[31])));
  }

  template <class W, class K>
  static MQSEAL_INLINE void decrypt(const Keys<K>& keys, W (&s)[1]) {
    W x = W(inverse_permute(s[0]) ^ as_word<W>(keys.round[31]));
    x = substitute<1, Inverse>(x, as_word<W>(keys.round[30]));
    for (unsigned r = 30; r > 0; r -= 3) {
      x = substitute<16, Inverse>(x, as_word<W>(keys.round[r - 1]));
      x = substitute<4, Inverse>(x, as_word<W>(keys.round[r - 2]));
      x = substitute<1, Inverse>(x, as_word<W>(keys.round[r - 3]));
    }
    s[0] = x;
  }

 protected:
  /// The S-box on the nibbles of `key` that `mask` selects.
  template <class K>
  static MQSEAL_INLINE K substitute_nibbles(K key, uint64_t mask) {
    return K(masked(substitute<1, Forward>(key, constant<K>(0)), mask) | masked(key, ~mask));
  }

  template <class K>
  static MQSEAL_INLINE K masked(K key, uint64_t mask) {
    return K(key & constant<K>(mask));
  }
};

struct Present80 : PresentRounds {
  static constexpr size_t key_words = 2, key_bytes = 10;

  /// key[0] = k79..k16, key[1] = k15..k0.
  static MQSEAL_INLINE void load_key(const uint8_t* bytes, word (&key)[2]) {
    key[0] = load_word<big_endian, uint64_t>(bytes);
    key[1] = load_word<big_endian, uint16_t>(bytes + 8);
  }

  /// Section 3, "The key schedule": rotate left by 61, S-box on k79..k76, counter into k19..k15.
  template <class Order = StateOrder, class K>
  static MQSEAL_INLINE void expand(const K (&key)[2], Keys<K>& keys) {
    K high = key[0], low = key[1];
    keys.round[0] = high;
    for (unsigned i = 1; i <= rounds; ++i) {
      const K previous = high;
      high = K(K(K(previous << 61) | K(low << 45)) | K(previous >> 19));
      low = masked(K(previous >> 3), 0xffff);
      high = substitute_nibbles(high, 0xf000000000000000ULL);
      high = K(high ^ constant<K>(i >> 1));
      low = K(low ^ constant<K>((i & 1U) << 15));
      keys.round[i] = Order::apply(high, i);
    }
  }
};

struct Present128 : PresentRounds {
  static constexpr size_t key_words = 2, key_bytes = 16;

  /// key[0] = k127..k64, key[1] = k63..k0.
  static MQSEAL_INLINE void load_key(const uint8_t* bytes, word (&key)[2]) {
    load_words<byte_order>(bytes, key);
  }

  /// Appendix II: rotate left by 61, S-boxes on k127..k120, counter into k66..k62.
  template <class Order = StateOrder, class K>
  static MQSEAL_INLINE void expand(const K (&key)[2], Keys<K>& keys) {
    K high = key[0], low = key[1];
    keys.round[0] = high;
    for (unsigned i = 1; i <= rounds; ++i) {
      const K previous = high;
      high = K(K(previous << 61) | K(low >> 3));
      low = K(K(low << 61) | K(previous >> 3));
      high = substitute_nibbles(high, 0xff00000000000000ULL);
      high = K(high ^ constant<K>(i >> 2));
      low = K(low ^ constant<K>(uint64_t(i & 3U) << 62));
      keys.round[i] = Order::apply(high, i);
    }
  }
};

}  // namespace core
}  // namespace mqseal

#endif
