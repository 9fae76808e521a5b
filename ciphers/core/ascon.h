// SPDX-License-Identifier: MIT
// Ascon-AEAD128. Source: NIST SP 800-232 (August 2025), sections 3 and 4: the little-endian
// version, not Ascon-128a v1.2. Nonce 16 bytes; tag 4 to 16 bytes (truncation: section 4.2.1).
// Constant time: logic and rotations only. Word W: uint64_t, or lanes of it.
#ifndef MQSEAL_CIPHERS_CORE_ASCON_H
#define MQSEAL_CIPHERS_CORE_ASCON_H

#include "ciphers/core/bytes.h"

namespace mqseal {
namespace core {

/// Section 3: the permutation Ascon-p[rounds] on five words.
template <class W>
struct AsconPermutation {
  static MQSEAL_INLINE void round(W (&s)[5], uint8_t round_constant) {
    // Section 3.2, constant addition.
    s[2] = W(s[2] ^ constant<W>(round_constant));
    // Section 3.3, substitution layer: figure 3.
    s[0] = W(s[0] ^ s[4]);
    s[4] = W(s[4] ^ s[3]);
    s[2] = W(s[2] ^ s[1]);
    const W t0 = W(s[0] ^ W(W(~s[1]) & s[2]));
    const W t1 = W(s[1] ^ W(W(~s[2]) & s[3]));
    const W t2 = W(s[2] ^ W(W(~s[3]) & s[4]));
    const W t3 = W(s[3] ^ W(W(~s[4]) & s[0]));
    const W t4 = W(s[4] ^ W(W(~s[0]) & s[1]));
    // Section 3.4, linear diffusion layer, on the S-box's outputs.
    s[0] = diffuse<19, 28>(W(t0 ^ t4));
    s[1] = diffuse<61, 39>(W(t1 ^ t0));
    s[2] = diffuse<1, 6>(W(~t2));
    s[3] = diffuse<10, 17>(W(t3 ^ t2));
    s[4] = diffuse<7, 41>(t4);
  }

  /// The last `rounds` of the constants of table 5: 0xf0, 0xe1, ... 0x4b for twelve.
  template <unsigned rounds>
  static MQSEAL_INLINE void permute(W (&s)[5]) {
    for (unsigned i = 12 - rounds; i < 12; ++i) {
      round(s, uint8_t(0xf0U - 0x0fU * i));
    }
  }

 private:
  template <unsigned a, unsigned b>
  static MQSEAL_INLINE W diffuse(W x) {
    return W(x ^ W(rotr<a>(x) ^ rotr<b>(x)));
  }
};

/// Both permutations as functions of their own: seal and open call them in a dozen places. A unit
/// with -m flags brings its own type of this shape (or the linker would mix the two).
struct AsconPortable {
  static MQSEAL_NOINLINE void permute12(uint64_t (&s)[5]) {
    AsconPermutation<uint64_t>::permute<12>(s);
  }

  static MQSEAL_NOINLINE void permute8(uint64_t (&s)[5]) {
    AsconPermutation<uint64_t>::permute<8>(s);
  }
};

template <class Permutation>
struct Ascon128 {
  static constexpr size_t key_bytes = 16, nonce_bytes = 16, tag_bytes_max = 16, rate = 16;

  struct State {
    uint64_t key[2];
  };

  static MQSEAL_INLINE void init(const uint8_t* key, State& state) {
    load_words<little_endian>(key, state.key);
  }

  /// Algorithm 3. `nonce` has 16 bytes; `out` may be in.data.
  static MQSEAL_INLINE void seal(const State& state,
                                 Input nonce,
                                 Input associated_data,
                                 Input in,
                                 uint8_t* out,
                                 uint8_t* tag,
                                 size_t tag_bytes) {
    uint64_t s[5];
    start(state, nonce, associated_data, s);
    const uint8_t* data = in.data;
    size_t size = in.size;
    for (; size >= rate; size -= rate, data += rate, out += rate) {
      s[0] ^= load(data);
      s[1] ^= load(data + 8);
      store_word<little_endian>(s[0], out);
      store_word<little_endian>(s[1], out + 8);
      Permutation::permute8(s);
    }
    uint64_t block[2];
    load_padded(data, size, block);
    s[0] ^= block[0];
    s[1] ^= block[1];
    store_partial(s[0], s[1], out, size);
    uint8_t full_tag[16];
    finish(state, s, full_tag);
    for (size_t i = 0; i < tag_bytes; ++i) {
      tag[i] = full_tag[i];
    }
  }

  /// Algorithm 4. The plaintext is known before the tag is: on a wrong tag it is wiped.
  MQSEAL_NODISCARD static MQSEAL_INLINE bool open(const State& state,
                                                  Input nonce,
                                                  Input associated_data,
                                                  Input in,
                                                  uint8_t* out,
                                                  const uint8_t* tag,
                                                  size_t tag_bytes) {
    uint64_t s[5];
    start(state, nonce, associated_data, s);
    uint8_t* const first = out;
    const uint8_t* data = in.data;
    size_t size = in.size;
    for (; size >= rate; size -= rate, data += rate, out += rate) {
      const uint64_t c0 = load(data), c1 = load(data + 8);
      store_word<little_endian>(s[0] ^ c0, out);
      store_word<little_endian>(s[1] ^ c1, out + 8);
      s[0] = c0;
      s[1] = c1;
      Permutation::permute8(s);
    }
    decrypt_last(s, data, out, size);
    uint8_t full_tag[16];
    finish(state, s, full_tag);
    uint8_t wrong = difference(full_tag, tag, tag_bytes);
    MQSEAL_DECLASSIFY(wrong);
    if (wrong != 0) {
      wipe(first, in.size);
      return false;
    }
    return true;
  }

 private:
  static MQSEAL_INLINE uint64_t load(const uint8_t* from) {
    return load_word<little_endian, uint64_t>(from);
  }

  /// Fewer than 16 bytes, then 0x01, then zeros (section 2.1, padding in little-endian words).
  static MQSEAL_INLINE void load_padded(const uint8_t* from, size_t size, uint64_t (&block)[2]) {
    uint8_t bytes[16] = {};
    for (size_t i = 0; i < size; ++i) {
      bytes[i] = from[i];
    }
    bytes[size] = 1;
    load_words<little_endian>(bytes, block);
  }

  static MQSEAL_INLINE void store_partial(uint64_t a, uint64_t b, uint8_t* out, size_t size) {
    uint8_t bytes[16];
    store_word<little_endian>(a, bytes);
    store_word<little_endian>(b, bytes + 8);
    for (size_t i = 0; i < size; ++i) {
      out[i] = bytes[i];
    }
  }

  /// Initialization and associated data (section 4.1.1, equations 14 to 21).
  static MQSEAL_INLINE void start(const State& state, Input nonce, Input ad, uint64_t (&s)[5]) {
    s[0] = 0x00001000808c0001ULL;  // IV of Ascon-AEAD128, section 4.1.1
    s[1] = state.key[0];
    s[2] = state.key[1];
    s[3] = load(nonce.data);
    s[4] = load(nonce.data + 8);
    Permutation::permute12(s);
    s[3] ^= state.key[0];
    s[4] ^= state.key[1];
    if (ad.size != 0) {
      const uint8_t* data = ad.data;
      size_t size = ad.size;
      for (; size >= rate; size -= rate, data += rate) {
        s[0] ^= load(data);
        s[1] ^= load(data + 8);
        Permutation::permute8(s);
      }
      uint64_t block[2];
      load_padded(data, size, block);
      s[0] ^= block[0];
      s[1] ^= block[1];
      Permutation::permute8(s);
    }
    s[4] ^= 0x8000000000000000ULL;  // domain separation: the last bit of the state
  }

  /// The last, partial block of ciphertext: its bytes replace those of the rate.
  static MQSEAL_INLINE void decrypt_last(uint64_t (&s)[5],
                                         const uint8_t* in,
                                         uint8_t* out,
                                         size_t size) {
    uint8_t bytes[16];
    store_word<little_endian>(s[0], bytes);
    store_word<little_endian>(s[1], bytes + 8);
    for (size_t i = 0; i < size; ++i) {
      const uint8_t c = in[i];
      out[i] = uint8_t(c ^ bytes[i]);
      bytes[i] = c;
    }
    bytes[size] = uint8_t(bytes[size] ^ 1U);
    s[0] = load(bytes);
    s[1] = load(bytes + 8);
  }

  static MQSEAL_INLINE void finish(const State& state, uint64_t (&s)[5], uint8_t (&tag)[16]) {
    s[2] ^= state.key[0];
    s[3] ^= state.key[1];
    Permutation::permute12(s);
    store_word<little_endian>(s[3] ^ state.key[0], tag);
    store_word<little_endian>(s[4] ^ state.key[1], tag + 8);
  }
};

}  // namespace core
}  // namespace mqseal

#endif
