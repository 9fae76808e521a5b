// SPDX-License-Identifier: MIT
// Compiled ciphers as plain tables of functions: what a translation unit of one instruction set
// hands to the host. A kernel is made from an Ops (block cipher) or a mode (AEAD) and nothing else.
#ifndef MQSEAL_CIPHERS_CORE_KERNEL_H
#define MQSEAL_CIPHERS_CORE_KERNEL_H

#include "ciphers/core/eax.h"

namespace mqseal {
namespace core {

/// An AEAD. `state` points to state_bytes bytes aligned to state_align; it is plain data, which the
/// owner wipes. Lengths are the caller's duty; `out` may be in.data.
struct AeadKernel {
  size_t state_bytes, state_align, key_bytes, tag_bytes_max;
  void (*init)(const uint8_t* key, void* state);
  void (*seal)(const void* state,
               Input nonce,
               Input associated_data,
               Input in,
               uint8_t* out,
               uint8_t* tag,
               size_t tag_bytes);
  bool (*open)(const void* state,
               Input nonce,
               Input associated_data,
               Input in,
               uint8_t* out,
               const uint8_t* tag,
               size_t tag_bytes);
};

/// A block cipher. encrypt and decrypt do `blocks` blocks of electronic codebook; counter_mode XORs
/// the keystream that starts at the block `counter`; cmac writes a whole block.
struct BlockKernel {
  size_t keys_bytes, keys_align, key_bytes, block_bytes;
  void (*expand)(const uint8_t* key, void* keys);
  void (*encrypt)(const void* keys, const uint8_t* in, uint8_t* out, size_t blocks);
  void (*decrypt)(const void* keys, const uint8_t* in, uint8_t* out, size_t blocks);
  void (*counter_mode)(const void* keys, const uint8_t* counter, Input in, uint8_t* out);
  void (*cmac)(const void* keys, Input message, uint8_t* tag);
  const AeadKernel*
      eax;  ///< with cmac and counter_mode, null where the block has not 64 or 128 bits
};

/// Mode: Eax<Ops>, Ascon128.
template <class Mode>
struct aead_kernel {
  typedef typename Mode::State State;

  static void init(const uint8_t* key, void* state) {
    Mode::init(key, *static_cast<State*>(state));
  }

  static void seal(const void* state,
                   Input nonce,
                   Input associated_data,
                   Input in,
                   uint8_t* out,
                   uint8_t* tag,
                   size_t tag_bytes) {
    Mode::seal(*static_cast<const State*>(state), nonce, associated_data, in, out, tag, tag_bytes);
  }

  static bool open(const void* state,
                   Input nonce,
                   Input associated_data,
                   Input in,
                   uint8_t* out,
                   const uint8_t* tag,
                   size_t tag_bytes) {
    return Mode::open(
        *static_cast<const State*>(state), nonce, associated_data, in, out, tag, tag_bytes);
  }

  static constexpr AeadKernel make() {
    return AeadKernel{
        sizeof(State), alignof(State), Mode::key_bytes, Mode::tag_bytes_max, init, seal, open};
  }
};

template <class Ops>
struct block_kernel {
  typedef typename Ops::Keys Keys;
  typedef typename Ops::Block Block;

  static void expand(const uint8_t* key, void* keys) {
    Ops::expand(key, *static_cast<Keys*>(keys));
  }

  struct Encrypt {
    template <size_t n>
    static MQSEAL_INLINE void apply(const Keys& keys, Block (&blocks)[n]) {
      Ops::encrypt(keys, blocks);
    }
  };

  struct Decrypt {
    template <size_t n>
    static MQSEAL_INLINE void apply(const Keys& keys, Block (&blocks)[n]) {
      Ops::decrypt(keys, blocks);
    }
  };

  template <class Direction, size_t n>
  static MQSEAL_INLINE void apply(const Keys& keys, const uint8_t* in, uint8_t* out) {
    Block blocks[n];
    for (size_t i = 0; i < n; ++i) {
      blocks[i] = Block::load(in + i * Ops::block_bytes);
    }
    Direction::apply(keys, blocks);
    for (size_t i = 0; i < n; ++i) {
      blocks[i].store(out + i * Ops::block_bytes);
    }
  }

  template <class Direction>
  static MQSEAL_INLINE void codebook(const void* opaque,
                                     const uint8_t* in,
                                     uint8_t* out,
                                     size_t blocks) {
    const Keys& keys = *static_cast<const Keys*>(opaque);
    const size_t group_bytes = Ops::group * Ops::block_bytes;
    for (; blocks >= Ops::group; blocks -= Ops::group, in += group_bytes, out += group_bytes) {
      apply<Direction, Ops::group>(keys, in, out);
    }
    for (; blocks > 0; --blocks, in += Ops::block_bytes, out += Ops::block_bytes) {
      apply<Direction, 1>(keys, in, out);
    }
  }

  static void encrypt(const void* keys, const uint8_t* in, uint8_t* out, size_t blocks) {
    codebook<Encrypt>(keys, in, out, blocks);
  }

  static void decrypt(const void* keys, const uint8_t* in, uint8_t* out, size_t blocks) {
    codebook<Decrypt>(keys, in, out, blocks);
  }

  static void counter_mode(const void* keys, const uint8_t* start, Input in, uint8_t* out) {
    typename Ops::Counter counter(Block::load(start));
    Ops::xor_counters(*static_cast<const Keys*>(keys), counter, in.data, out, in.size);
  }

  static void message_authentication_code(const void* keys, Input message, uint8_t* tag) {
    cmac<Ops>(*static_cast<const Keys*>(keys), message, tag);
  }

  /// For blocks of 64 and 128 bits; `eax` = aead_kernel<Eax<Ops>>::make(), stored somewhere.
  static constexpr BlockKernel make(const AeadKernel* eax) {
    return BlockKernel{sizeof(Keys),
                       alignof(Keys),
                       Ops::key_bytes,
                       Ops::block_bytes,
                       expand,
                       encrypt,
                       decrypt,
                       counter_mode,
                       message_authentication_code,
                       eax};
  }

  /// For the other sizes of block, which have no mode.
  static constexpr BlockKernel make_without_modes() {
    return BlockKernel{sizeof(Keys),
                       alignof(Keys),
                       Ops::key_bytes,
                       Ops::block_bytes,
                       expand,
                       encrypt,
                       decrypt,
                       nullptr,
                       nullptr,
                       nullptr};
  }
};

}  // namespace core
}  // namespace mqseal

#endif
