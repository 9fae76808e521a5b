// SPDX-License-Identifier: MIT
// Ascon-AEAD128. Source: NIST SP 800-232 (August 2025), sections 2 (little-endian words), 3 (the
// permutation) and 4 (the AEAD). State: S0..S4, 64 bits each. Constant time: logic and rotations.
#ifndef MQSEAL_CIPHERS_CORE_ASCON_H
#define MQSEAL_CIPHERS_CORE_ASCON_H

#include "ciphers/core/bytes.h"

namespace mqseal {
namespace core {

/// Ascon-p[rounds] on words W of 64-bit lanes; rounds <= 12 (SP 800-232, section 3).
template <class W>
struct AsconState {
  W s[5];

  /// The constants of table 5 for rounds 12 - n to 11: 0xf0 - i * 0x0f.
  template <unsigned n>
  MQSEAL_INLINE void permute() {
    uint8_t c = uint8_t(0xf0 - (12 - n) * 0x0f);
    for (unsigned i = 0; i < n; ++i) {
      round(constant<W>(c));
      c = uint8_t(c - 0x0f);
    }
  }

 private:
  MQSEAL_INLINE void round(W c) {
    s[2] = W(s[2] ^ c);
    // Section 3.3, figure 3: the five-bit S-box, bit-sliced.
    s[0] = W(s[0] ^ s[4]);
    s[4] = W(s[4] ^ s[3]);
    s[2] = W(s[2] ^ s[1]);
    const W t0 = W(s[0] ^ W(W(~s[1]) & s[2])), t1 = W(s[1] ^ W(W(~s[2]) & s[3]));
    const W t2 = W(s[2] ^ W(W(~s[3]) & s[4])), t3 = W(s[3] ^ W(W(~s[4]) & s[0]));
    const W t4 = W(s[4] ^ W(W(~s[0]) & s[1]));
    s[1] = diffuse<61, 39>(W(t1 ^ t0));
    s[3] = diffuse<10, 17>(W(t3 ^ t2));
    s[0] = diffuse<19, 28>(W(t0 ^ t4));
    s[2] = diffuse<1, 6>(W(~t2));
    s[4] = diffuse<7, 41>(t4);
  }

  /// Section 3.4.
  template <unsigned a, unsigned b>
  static MQSEAL_INLINE W diffuse(W x) {
    return W(x ^ W(rotr<a>(x) ^ rotr<b>(x)));
  }
};

class AsconAead128 {
 public:
  static constexpr size_t key_bytes = 16, nonce_bytes = 16, tag_bytes = 16, rate_bytes = 16;

  MQSEAL_INLINE void set_key(const uint8_t* key) { load_words<little_endian>(key, key_); }

  /// Algorithm 3. nonce: 16 bytes; ciphertext may be plaintext; tag: tag_size bytes, 4 to 16
  /// (section 4.2.1, truncation).
  MQSEAL_INLINE void seal(const uint8_t* nonce,
                          Input ad,
                          const uint8_t* plaintext,
                          size_t text_bytes,
                          uint8_t* ciphertext,
                          uint8_t* tag,
                          size_t tag_size) const {
    AsconState<uint64_t> state;
    begin(state, nonce, ad);
    crypt<true>(state, plaintext, text_bytes, ciphertext);
    uint8_t full[tag_bytes];
    finish(state, full);
    __builtin_memcpy(tag, full, tag_size);
    wipe(&state, sizeof state);
  }

  /// Algorithm 4. False on a bad tag: plaintext is then all zero.
  MQSEAL_NODISCARD MQSEAL_INLINE bool open(const uint8_t* nonce,
                                           Input ad,
                                           const uint8_t* ciphertext,
                                           size_t text_bytes,
                                           uint8_t* plaintext,
                                           const uint8_t* tag,
                                           size_t tag_size) const {
    AsconState<uint64_t> state;
    begin(state, nonce, ad);
    crypt<false>(state, ciphertext, text_bytes, plaintext);
    uint8_t full[tag_bytes];
    finish(state, full);
    uint8_t wrong = difference(full, tag, tag_size);
    wipe(full, sizeof full);
    wipe(&state, sizeof state);
    MQSEAL_DECLASSIFY(wrong);
    if (wrong != 0) {
      wipe(plaintext, text_bytes);
    }
    return wrong == 0;
  }

  MQSEAL_INLINE void clear() { wipe(key_, sizeof key_); }

 private:
  /// Initialization and associated data (section 4.1.1, steps 1 and 2).
  MQSEAL_INLINE void begin(AsconState<uint64_t>& state, const uint8_t* nonce, Input ad) const {
    state.s[0] = 0x00001000808c0001ULL;  // IV of Ascon-AEAD128 (table 14)
    state.s[1] = key_[0];
    state.s[2] = key_[1];
    state.s[3] = load_word<little_endian, uint64_t>(nonce);
    state.s[4] = load_word<little_endian, uint64_t>(nonce + 8);
    p12(state);
    state.s[3] ^= key_[0];
    state.s[4] ^= key_[1];
    if (ad.size > 0) {
      while (ad.size >= rate_bytes) {
        absorb(state, ad.data);
        p8(state);
        ad.data += rate_bytes;
        ad.size -= rate_bytes;
      }
      uint8_t padded[rate_bytes] = {};
      for (size_t i = 0; i < ad.size; ++i) {
        padded[i] = ad.data[i];
      }
      padded[ad.size] = 0x01;
      absorb(state, padded);
      p8(state);
    }
    state.s[4] ^= 0x8000000000000000ULL;  // domain separation
  }

  static MQSEAL_INLINE void absorb(AsconState<uint64_t>& state, const uint8_t* from) {
    state.s[0] ^= load_word<little_endian, uint64_t>(from);
    state.s[1] ^= load_word<little_endian, uint64_t>(from + 8);
  }

  static MQSEAL_INLINE void squeeze(const AsconState<uint64_t>& state, uint8_t* to) {
    store_word<little_endian>(state.s[0], to);
    store_word<little_endian>(state.s[1], to + 8);
  }

  /// Plaintext to ciphertext or back; the state takes in the ciphertext (section 4.1.1, step 3).
  template <bool encrypting>
  static MQSEAL_INLINE void crypt(AsconState<uint64_t>& state,
                                  const uint8_t* in,
                                  size_t bytes,
                                  uint8_t* out) {
    size_t at = 0;
    for (; bytes - at >= rate_bytes; at += rate_bytes) {
      const uint64_t a = load_word<little_endian, uint64_t>(in + at);
      const uint64_t b = load_word<little_endian, uint64_t>(in + at + 8);
      store_word<little_endian>(a ^ state.s[0], out + at);
      store_word<little_endian>(b ^ state.s[1], out + at + 8);
      state.s[0] = encrypting ? state.s[0] ^ a : a;
      state.s[1] = encrypting ? state.s[1] ^ b : b;
      p8(state);
    }
    uint8_t rate[rate_bytes];
    squeeze(state, rate);
    const size_t left = bytes - at;
    for (size_t i = 0; i < left; ++i) {
      const uint8_t byte = in[at + i];
      const uint8_t other = uint8_t(byte ^ rate[i]);
      out[at + i] = other;
      rate[i] = encrypting ? other : byte;
    }
    rate[left] = uint8_t(rate[left] ^ 0x01);
    load_words_into(state, rate);
    wipe(rate, sizeof rate);
  }

  static MQSEAL_INLINE void load_words_into(AsconState<uint64_t>& state, const uint8_t* from) {
    state.s[0] = load_word<little_endian, uint64_t>(from);
    state.s[1] = load_word<little_endian, uint64_t>(from + 8);
  }

  /// Finalization (section 4.1.1, step 4).
  MQSEAL_INLINE void finish(AsconState<uint64_t>& state, uint8_t* tag) const {
    state.s[2] ^= key_[0];
    state.s[3] ^= key_[1];
    p12(state);
    store_word<little_endian>(state.s[3] ^ key_[0], tag);
    store_word<little_endian>(state.s[4] ^ key_[1], tag + 8);
  }

  static MQSEAL_NOINLINE void p12(AsconState<uint64_t>& state) { state.permute<12>(); }

  static MQSEAL_NOINLINE void p8(AsconState<uint64_t>& state) { state.permute<8>(); }

  uint64_t key_[2];
};

}  // namespace core
}  // namespace mqseal

#endif
