// SPDX-License-Identifier: MIT
// PRESENT for the modes on a host: single blocks on scalars, long runs of counters bitsliced in
// words W (present_sliced.h). The masks of the key, 16 KiB, are made for each long run and wiped
// behind it: thousands of clients must not keep them.
#ifndef MQSEAL_CIPHERS_CORE_PRESENT_OPS_H
#define MQSEAL_CIPHERS_CORE_PRESENT_OPS_H

#include "ciphers/core/ops.h"
#include "ciphers/core/present_sliced.h"

namespace mqseal {
namespace core {

/// The long runs, one copy of them for both lengths of key.
template <class W>
struct PresentRuns {
  typedef PresentRun<W> Run;
  typedef PresentRounds::Keys<uint64_t> Keys;
  typedef BigEndianCounter<Block<8>> Counter;

  /// Counter mode over as many bytes as fill runs; returns how many.
  static MQSEAL_INLINE size_t
  xor_counters(const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    const size_t whole = bytes / Run::bytes * Run::bytes;
    if (whole != 0) {
      xor_whole(keys, counter.low(), in, out, whole);
      counter.skip(whole / 8);
    }
    return whole;
  }

  /// Electronic codebook over as many of the blocks as fill runs; returns how many.
  static MQSEAL_INLINE size_t encrypt(const Keys& keys,
                                      const uint8_t* in,
                                      uint8_t* out,
                                      size_t blocks) {
    const size_t whole = blocks / Run::blocks * Run::blocks;
    if (whole != 0) {
      encrypt_whole(keys, in, out, whole * 8);
    }
    return whole;
  }

 private:
  static MQSEAL_NOINLINE void xor_whole(
      const Keys& keys, uint64_t counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    PresentSliced::Masks masks;
    PresentSliced::spread<W>(keys, masks);
    for (size_t at = 0; at < bytes; at += Run::bytes) {
      Run::xor_counters(masks, counter + at / 8, in + at, out + at);
    }
    wipe(&masks, sizeof masks);
  }

  static MQSEAL_NOINLINE void encrypt_whole(const Keys& keys,
                                            const uint8_t* in,
                                            uint8_t* out,
                                            size_t bytes) {
    PresentSliced::Masks masks;
    PresentSliced::spread<W>(keys, masks);
    for (size_t at = 0; at < bytes; at += Run::bytes) {
      Run::encrypt(masks, in + at, out + at);
    }
    wipe(&masks, sizeof masks);
  }
};

template <class Cipher, class W, class Tag = void>
struct PresentOps : PortableOps<Cipher, Tag> {
  typedef PortableOps<Cipher, Tag> Scalar;
  typedef typename Scalar::Keys Keys;
  typedef typename Scalar::Counter Counter;
  /// One block alone leaves no scalar unit idle: two in step take nearly twice as long, so the
  /// keystream is made apart from the chain.
  static constexpr bool bulk_counters = true;

  static MQSEAL_INLINE void xor_counters(
      const Keys& keys, Counter& counter, const uint8_t* in, uint8_t* out, size_t bytes) {
    const size_t done = PresentRuns<W>::xor_counters(keys, counter, in, out, bytes);
    xor_counters_by_groups<Scalar>(keys, counter, in + done, out + done, bytes - done);
  }
};

}  // namespace core
}  // namespace mqseal

#endif
