// SPDX-License-Identifier: MIT
// Sealing many messages at once, one client with its own key in each lane: the table of functions
// that a unit hands to the host. EAX of one message waits for one block after another; lanes do not
// wait for each other.
#ifndef MQSEAL_CIPHERS_SIMD_BATCH_KERNEL_H
#define MQSEAL_CIPHERS_SIMD_BATCH_KERNEL_H

#include <stddef.h>
#include <stdint.h>

namespace mqseal {
namespace simd {

/// One message a lane, all of the same lengths, staged: block k of lane l stands at byte
/// (k lanes + l) block_bytes, the last block filled up with zeros. Each area holds whole blocks.
struct StagedMessages {
  const uint8_t *nonce, *associated_data;
  uint8_t* text;                                          ///< plaintext, then ciphertext
  uint8_t* tag;                                           ///< one block a lane
  size_t nonce_bytes, associated_data_bytes, text_bytes;  ///< of one lane
};

/// `state` holds the key schedules of `lanes` clients: state_bytes bytes aligned to state_align,
/// plain data, zero at first, which the owner wipes.
struct BatchKernel {
  size_t lanes, block_bytes, key_bytes, state_bytes, state_align;
  void (*set_key)(void* state, size_t lane, const uint8_t* key);
  void (*seal)(const void* state, const StagedMessages& messages);
};

}  // namespace simd
}  // namespace mqseal

#endif
