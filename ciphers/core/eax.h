// SPDX-License-Identifier: MIT
// EAX over any engine (engine.h) with blocks of 8 or 16 bytes: one mode for all block ciphers, so
// that a comparison of ciphers is not one of modes. Source: Bellare, Rogaway, Wagner, "The EAX Mode
// of Operation", FSE 2004 (IACR ePrint 2003/069), figures 2 to 4; CMAC: NIST SP 800-38B, section 6.
// Nonce, associated data and message of any length; tag of 1 to block bytes. No allocation. The
// subkeys and the first block of each tweaked OMAC are kept with the key.
#ifndef MQSEAL_CIPHERS_CORE_EAX_H
#define MQSEAL_CIPHERS_CORE_EAX_H

#include "ciphers/core/engine.h"

namespace mqseal {
namespace core {

/// CMAC's chaining: what stands between the blocks of one message.
template <class Engine>
class Omac {
 public:
  typedef typename Engine::block block;

  struct Subkeys {
    block whole, padded;  ///< K1 and K2 of SP 800-38B, 6.1; B and P of the EAX paper
  };

  static MQSEAL_PART Subkeys subkeys(const Engine& engine) {
    const uint8_t zeros[block::size] = {};
    Subkeys keys;
    keys.whole = doubled(engine.encrypt(block::load(zeros)));
    keys.padded = doubled(keys.whole);
    return keys;
  }

  /// The last block's input: state ^ message, completed by the right subkey; 0 < n <= block bytes.
  static MQSEAL_PART block last(const Subkeys& keys,
                                const block& state,
                                const uint8_t* from,
                                size_t n) {
    return n == block::size ? state ^ block::load(from) ^ keys.whole
                            : state ^ load_padded<block>(from, n) ^ keys.padded;
  }

  /// CMAC of `message` itself (SP 800-38B, 6.2), for tests and key check values.
  static MQSEAL_INLINE block mac(const Engine& engine, const Subkeys& keys, Input message) {
    const uint8_t nothing[block::size] = {};
    block state = block::load(nothing);
    if (message.size == 0) {
      return engine.encrypt(load_padded<block>(nothing, 0) ^ keys.padded);
    }
    size_t at = 0;
    for (; message.size - at > block::size; at += block::size) {
      state = engine.encrypt(state ^ block::load(message.data + at));
    }
    return engine.encrypt(last(keys, state, message.data + at, message.size - at));
  }
};

template <class Engine>
class Eax {
 public:
  typedef typename Engine::block block;
  static constexpr size_t block_bytes = Engine::block_bytes, key_bytes = Engine::key_bytes;

  MQSEAL_ENGINE_CALL void set_key(const uint8_t* key) {
    engine_.set_key(key);
    subkeys_ = Omac<Engine>::subkeys(engine_);
    for (uint8_t t = 0; t < 3; ++t) {
      uint8_t tweak[block_bytes] = {};
      tweak[block_bytes - 1] = t;
      const block b = block::load(tweak);
      first_[t] = engine_.encrypt(b);
      empty_[t] = engine_.encrypt(b ^ subkeys_.whole);
    }
  }

  /// ciphertext: text_bytes bytes, may be plaintext; tag: tag_bytes (1 to block_bytes).
  MQSEAL_ENGINE_CALL void seal(Input nonce,
                               Input ad,
                               const uint8_t* plaintext,
                               size_t text_bytes,
                               uint8_t* ciphertext,
                               uint8_t* tag,
                               size_t tag_bytes) const {
    block n, h;
    headers(nonce, ad, n, h);
    block full = n ^ h ^ crypt<true>(n, plaintext, text_bytes, ciphertext);
    uint8_t bytes[block_bytes];
    full.store(bytes);
    for (size_t i = 0; i < tag_bytes; ++i) {
      tag[i] = bytes[i];
    }
    wipe(bytes, sizeof bytes);
  }

  /// False on a bad tag: plaintext is then all zero.
  MQSEAL_NODISCARD MQSEAL_ENGINE_CALL bool open(Input nonce,
                                                Input ad,
                                                const uint8_t* ciphertext,
                                                size_t text_bytes,
                                                uint8_t* plaintext,
                                                const uint8_t* tag,
                                                size_t tag_bytes) const {
    block n, h;
    headers(nonce, ad, n, h);
    block full = n ^ h ^ crypt<false>(n, ciphertext, text_bytes, plaintext);
    uint8_t bytes[block_bytes];
    full.store(bytes);
    uint8_t wrong = difference(bytes, tag, tag_bytes);
    wipe(bytes, sizeof bytes);
    MQSEAL_DECLASSIFY(wrong);
    if (wrong != 0) {
      wipe(plaintext, text_bytes);
    }
    return wrong == 0;
  }

  MQSEAL_INLINE void clear() { wipe(this, sizeof *this); }

  MQSEAL_INLINE const Engine& engine() const { return engine_; }

 private:
  /// One message under tweak t, block by block.
  class Chain {
   public:
    MQSEAL_INLINE Chain(const Eax& eax, Input message, unsigned t)
        : eax_(eax), left_(message), state_(message.size == 0 ? eax.empty_[t] : eax.first_[t]) {}

    MQSEAL_INLINE bool done() const { return left_.size == 0; }

    /// What the engine has to encrypt next; the result goes to `put`.
    MQSEAL_PART block next() {
      const size_t n = left_.size < block_bytes ? left_.size : block_bytes;
      const block in = left_.size > block_bytes
                           ? state_ ^ block::load(left_.data)
                           : Omac<Engine>::last(eax_.subkeys_, state_, left_.data, n);
      left_.data += n;
      left_.size -= n;
      return in;
    }

    MQSEAL_INLINE void put(const block& out) { state_ = out; }

    MQSEAL_INLINE const block& result() const { return state_; }

   private:
    const Eax& eax_;
    Input left_;
    block state_;
  };

  MQSEAL_PART void finish(Chain& chain) const {
    while (!chain.done()) {
      chain.put(engine_.encrypt(chain.next()));
    }
  }

  /// n = OMAC^0(nonce), h = OMAC^1(ad): two independent chains, run side by side.
  MQSEAL_PART void headers(Input nonce, Input ad, block& n, block& h) const {
    Chain a(*this, nonce, 0), b(*this, ad, 1);
    while (!a.done() && !b.done()) {
      block x = a.next(), y = b.next();
      engine_.encrypt_pair(x, y);
      a.put(x);
      b.put(y);
    }
    finish(a);
    finish(b);
    n = a.result();
    h = b.result();
  }

  /// CTR from n over the text, and OMAC^2 of the ciphertext one block behind, paired with it.
  template <bool encrypting>
  MQSEAL_PART block crypt(const block& n, const uint8_t* in, size_t bytes, uint8_t* out) const {
    if (bytes == 0) {
      return empty_[2];
    }
    BigEndianCounter<block> counter(n);
    block key_stream = engine_.encrypt(counter.next());
    block state = first_[2];
    size_t at = 0;
    for (; bytes - at > block_bytes; at += block_bytes) {
      const block from = block::load(in + at);
      const block to = from ^ key_stream;
      to.store(out + at);
      key_stream = counter.next();
      state = state ^ (encrypting ? to : from);
      engine_.encrypt_pair(key_stream, state);
    }
    const size_t left = bytes - at;
    uint8_t ciphertext[block_bytes];
    __builtin_memcpy(ciphertext, in + at, left);
    if (encrypting) {
      xor_partial(key_stream, ciphertext, ciphertext, left);
      __builtin_memcpy(out + at, ciphertext, left);
    } else {
      xor_partial(key_stream, ciphertext, out + at, left);
    }
    return engine_.encrypt(Omac<Engine>::last(subkeys_, state, ciphertext, left));
  }

  Engine engine_;
  typename Omac<Engine>::Subkeys subkeys_;
  block first_[3], empty_[3];
};

}  // namespace core
}  // namespace mqseal

#endif
