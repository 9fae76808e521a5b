// SPDX-License-Identifier: MIT
// PRESENT bitsliced: 64 words of which word i holds bit i of every block, so a word of w bits
// carries w blocks. The bit permutation is a renaming (present.h has the trick with the three axes)
// and the key is added as words of all ones or zeros. For long runs of blocks only: the words are
// 64 and the masks of the key 2,048. Word W: uint64_t, or a vector of 64-bit lanes.
#ifndef MQSEAL_CIPHERS_CORE_PRESENT_SLICED_H
#define MQSEAL_CIPHERS_CORE_PRESENT_SLICED_H

#include "ciphers/core/present.h"

namespace mqseal {
namespace core {

/// Register pressure of the rounds: two rounds at a time need 16 words and some more in registers,
/// one round four. `true` halves the traffic with memory where there are 32 registers.
template <class W>
struct present_two_rounds_at_once {
  static constexpr bool value = false;
};

/// A word of 64-bit lanes, as runs of blocks go in and out of it.
///   lanes_log2, and number_bit(b): all ones in the lanes whose number has bit b set
///   load, store: sizeof(W) bytes at any address, little-endian lanes
///   spread(x, masks): masks[i] all ones where x has bit i set, else zero
template <class W>
struct sliced_word;

template <>
struct sliced_word<uint64_t> {
  static constexpr unsigned lanes_log2 = 0;

  static MQSEAL_INLINE uint64_t number_bit(unsigned) { return 0; }

  static MQSEAL_INLINE void spread(uint64_t x, uint64_t (&masks)[64]) {
    for (unsigned i = 0; i < 64; ++i) {
      masks[i] = 0 - ((x >> i) & 1U);
    }
  }

  static MQSEAL_INLINE uint64_t load(const uint8_t* from) {
    return load_word<little_endian, uint64_t>(from);
  }

  static MQSEAL_INLINE void store(uint64_t word, uint8_t* to) {
    store_word<little_endian>(word, to);
  }
};

struct PresentSliced {
  static constexpr unsigned rounds = PresentRounds::rounds, block_bits = 64;

  /// Bit i of round key r, as all ones or zeros. Secret: the owner wipes it.
  struct Masks {
    alignas(64) uint64_t bit[rounds + 1][block_bits];
  };

  template <class W>
  static MQSEAL_INLINE void spread(const PresentRounds::Keys<uint64_t>& keys, Masks& masks) {
    for (unsigned r = 0; r <= rounds; ++r) {
      sliced_word<W>::spread(keys.round[r], masks.bit[r]);
    }
  }

  /// Word i of `q`: bit i of the blocks. Word e of `rows`: bit e of the ciphertexts as
  /// little-endian words of memory. The last permutation and the order of bytes are renamings.
  template <class W>
  static MQSEAL_INLINE void encrypt(const Masks& masks, W (&q)[block_bits], W (&rows)[block_bits]) {
    typedef choice<present_two_rounds_at_once<W>::value> pairs;
    for (unsigned r = 0; r < 30; r += 6) {
      two_rounds<1, 4, 16>(masks.bit[r], masks.bit[r + 1], q, pairs());
      two_rounds<16, 1, 4>(masks.bit[r + 2], masks.bit[r + 3], q, pairs());
      two_rounds<4, 16, 1>(masks.bit[r + 4], masks.bit[r + 5], q, pairs());
    }
    round<1>(masks.bit[30], q);
    MQSEAL_UNROLL(64)
    for (unsigned i = 0; i < block_bits; ++i) {
      const unsigned j = before_permutation(i);
      rows[in_memory(i)] = W(q[j] ^ constant<W>(masks.bit[31][j]));
    }
  }

  /// P(j) = 16 j mod 63 = i, so j = 4 i mod 63; 63 stays.
  static constexpr unsigned before_permutation(unsigned i) { return i == 63 ? 63 : 4 * i % 63; }

  /// Where bit i of a block (0 the least significant) stands in eight bytes of memory that were
  /// loaded as a little-endian word: PRESENT's bytes are big-endian.
  static constexpr unsigned in_memory(unsigned i) { return 8 * (7 - i / 8) + i % 8; }

  /// The transpose of a 64 x 64 matrix of bits in every 64-bit lane: bit c of word r goes to bit r
  /// of word c. Two passes of three steps, each on eight words.
  template <class W>
  static MQSEAL_INLINE void transpose(W (&a)[block_bits]) {
    for (unsigned i = 0; i < 8; ++i) {
      exchange_eight<8>(a + i);
    }
    for (unsigned i = 0; i < block_bits; i += 8) {
      exchange_eight<1>(a + i);
    }
  }

 private:
  template <bool value>
  struct choice {};

  /// Sixteen S-boxes along the axis of this stride, after the key.
  template <unsigned stride, class W>
  static MQSEAL_INLINE void round(const uint64_t* key, W* q) {
    for (unsigned i = 0; i < block_bits; i += 4 * stride) {
      for (unsigned j = i; j < i + stride; ++j) {
        W x[4];
        for (unsigned k = 0; k < 4; ++k) {
          x[k] = W(q[j + k * stride] ^ constant<W>(key[j + k * stride]));
        }
        PresentBox<W>::apply(x[0], x[1], x[2], x[3]);
        for (unsigned k = 0; k < 4; ++k) {
          q[j + k * stride] = x[k];
        }
      }
    }
  }

  template <unsigned first, unsigned second, unsigned rest, class W>
  static MQSEAL_INLINE void two_rounds(const uint64_t* key,
                                       const uint64_t* next_key,
                                       W* q,
                                       choice<false>) {
    round<first>(key, q);
    round<second>(next_key, q);
  }

  /// The same for the sixteen words of each place on the third axis at a time.
  template <unsigned first, unsigned second, unsigned rest, class W>
  static MQSEAL_INLINE void two_rounds(const uint64_t* key,
                                       const uint64_t* next_key,
                                       W* q,
                                       choice<true>) {
    MQSEAL_UNROLL(1)
    for (unsigned i = 0; i < 4 * rest; i += rest) {
      W x[4][4];
      MQSEAL_UNROLL(4)
      for (unsigned v = 0; v < 4; ++v) {
        MQSEAL_UNROLL(4)
        for (unsigned u = 0; u < 4; ++u) {
          const unsigned at = i + v * second + u * first;
          x[v][u] = W(q[at] ^ constant<W>(key[at]));
        }
        PresentBox<W>::apply(x[v][0], x[v][1], x[v][2], x[v][3]);
      }
      MQSEAL_UNROLL(4)
      for (unsigned u = 0; u < 4; ++u) {
        MQSEAL_UNROLL(4)
        for (unsigned v = 0; v < 4; ++v) {
          x[v][u] = W(x[v][u] ^ constant<W>(next_key[i + v * second + u * first]));
        }
        PresentBox<W>::apply(x[0][u], x[1][u], x[2][u], x[3][u]);
        MQSEAL_UNROLL(4)
        for (unsigned v = 0; v < 4; ++v) {
          q[i + v * second + u * first] = x[v][u];
        }
      }
    }
  }

  /// Words a[0], a[step], ... a[7 step]: the exchanges over distances 4, 2 and 1 steps.
  template <unsigned step, class W>
  static MQSEAL_INLINE void exchange_eight(W* a) {
    W x[8];
    MQSEAL_UNROLL(8)
    for (unsigned i = 0; i < 8; ++i) {
      x[i] = a[i * step];
    }
    MQSEAL_UNROLL(4)
    for (unsigned i = 0; i < 4; ++i) {
      exchange<4 * step>(x[i], x[i + 4]);
    }
    MQSEAL_UNROLL(2)
    for (unsigned i = 0; i < 8; i += 4) {
      exchange<2 * step>(x[i], x[i + 2]);
      exchange<2 * step>(x[i + 1], x[i + 3]);
    }
    MQSEAL_UNROLL(4)
    for (unsigned i = 0; i < 8; i += 2) {
      exchange<step>(x[i], x[i + 1]);
    }
    MQSEAL_UNROLL(8)
    for (unsigned i = 0; i < 8; ++i) {
      a[i * step] = x[i];
    }
  }

  /// The bits whose number has the bit `distance` clear.
  static constexpr uint64_t low_bits(unsigned distance) {
    return distance == 64 ? ~uint64_t(0)
                          : low_bits(2 * distance) ^ (low_bits(2 * distance) << distance);
  }

  template <unsigned distance, class W>
  static MQSEAL_INLINE void exchange(W& a, W& b) {
    const W t = W(W(W(a >> distance) ^ b) & constant<W>(low_bits(distance)));
    b = W(b ^ t);
    a = W(a ^ W(t << distance));
  }
};

/// One run of 8 sizeof(W) blocks.
template <class W>
struct PresentRun {
  static constexpr unsigned bits = PresentSliced::block_bits;
  static constexpr size_t bytes = bits * sizeof(W), blocks = bytes / 8;
  typedef sliced_word<W> word;

  static MQSEAL_INLINE void encrypt(const PresentSliced::Masks& masks,
                                    const uint8_t* in,
                                    uint8_t* out) {
    W rows[bits], q[bits];
    for (unsigned i = 0; i < bits; ++i) {
      rows[i] = word::load(in + i * sizeof(W));
    }
    PresentSliced::transpose(rows);
    MQSEAL_UNROLL(64)
    for (unsigned i = 0; i < bits; ++i) {
      q[i] = rows[PresentSliced::in_memory(i)];
    }
    PresentSliced::encrypt(masks, q, rows);
    PresentSliced::transpose(rows);
    for (unsigned i = 0; i < bits; ++i) {
      word::store(rows[i], out + i * sizeof(W));
    }
  }

  /// out = in ^ the blocks `start`, start + 1, ... enciphered.
  static MQSEAL_INLINE void xor_counters(const PresentSliced::Masks& masks,
                                         uint64_t start,
                                         const uint8_t* in,
                                         uint8_t* out) {
    W rows[bits], q[bits];
    count(start, q);
    PresentSliced::encrypt(masks, q, rows);
    PresentSliced::transpose(rows);
    for (unsigned i = 0; i < bits; ++i) {
      word::store(W(rows[i] ^ word::load(in + i * sizeof(W))), out + i * sizeof(W));
    }
  }

 private:
  /// Bit b of the number of the block: bit k of lane l is block (lanes k) + l of the run.
  static MQSEAL_INLINE W number_bit(unsigned b) {
    return b < word::lanes_log2 ? word::number_bit(b) : constant<W>(in_word(b - word::lanes_log2));
  }

  /// The bits of a 64-bit word whose number has bit b set.
  static constexpr uint64_t in_word(unsigned b) {
    return b == 0   ? 0xaaaaaaaaaaaaaaaaULL
           : b == 1 ? 0xccccccccccccccccULL
           : b == 2 ? 0xf0f0f0f0f0f0f0f0ULL
           : b == 3 ? 0xff00ff00ff00ff00ULL
           : b == 4 ? 0xffff0000ffff0000ULL
                    : 0xffffffff00000000ULL;
  }

  /// start + the number of each block, added bit by bit: no transpose of the input is needed.
  static MQSEAL_INLINE void count(uint64_t start, W (&q)[bits]) {
    alignas(64) uint64_t masks[bits];
    word::spread(start, masks);
    W carry = constant<W>(0);
    MQSEAL_UNROLL(64)
    for (unsigned i = 0; i < bits; ++i) {
      const W s = constant<W>(masks[i]);
      if (i < 6 + word::lanes_log2) {
        const W n = number_bit(i);
        const W half = W(s ^ n);
        q[i] = W(half ^ carry);
        carry = W(W(s & n) | W(half & carry));
      } else {
        q[i] = W(s ^ carry);
        carry = W(s & carry);
      }
    }
  }
};

}  // namespace core
}  // namespace mqseal

#endif
