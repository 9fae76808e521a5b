// SPDX-License-Identifier: MIT
// Sealing the messages of many clients at once, each client with its own key in a lane of vectors.
// Bytes for bytes the same as host::Aead::seal of that client; it pays where many clients seal
// messages of equal lengths, because one EAX waits for its blocks one after another and lanes do
// not. SPECK, SIMON and PRESENT only. Opening has no batch form: received messages come singly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "ciphers/host/aead.h"

namespace mqseal::simd {
struct BatchKernel;
}

namespace mqseal::host {

/// One way to seal batches on this machine.
struct BatchImplementation {
  std::string_view cipher;  ///< AEAD id: "speck-64-128-eax"
  std::string_view name;    ///< avx512, avx2
  std::size_t lanes;        ///< clients side by side
  bool (*supported)() noexcept;
  const simd::BatchKernel* kernel;
};

/// Best first within a cipher.
[[nodiscard]] std::span<const BatchImplementation> batch_implementations() noexcept;
/// `name` empty: the environment's MQSEAL_FORCE_ISA where this cipher has it, else the best that
/// this CPU has. nullptr where there is none: seal one by one then.
[[nodiscard]] const BatchImplementation* find_batch_implementation(std::string_view cipher,
                                                                   std::string_view name) noexcept;

/// What one client seals. `out` has plaintext.size() plus the tag's bytes (ciphertext, then tag);
/// it may be the plaintext's place, and must not overlap another message of the batch.
struct BatchMessage {
  std::size_t client;
  Bytes nonce, associated_data, plaintext;
  MutableBytes out;
};

/// The longest parts that a BatchSealer takes.
struct BatchLimits {
  std::size_t nonce_bytes = 16, associated_data_bytes = 256, plaintext_bytes = 1024;
};

/// The keys of clients 0 to clients - 1. Not thread-safe: one object a thread. Schedules are wiped
/// on destruction and on re-keying.
class BatchSealer {
 public:
  /// 1 <= tag_bytes <= the cipher's tag_max; `clients` is rounded up to whole groups of lanes.
  BatchSealer(const BatchImplementation& implementation,
              std::size_t clients,
              std::size_t tag_bytes,
              const BatchLimits& limits);
  BatchSealer(const BatchSealer&) = delete;
  BatchSealer& operator=(const BatchSealer&) = delete;
  ~BatchSealer();

  /// `key` has exactly CipherInfo::key_bytes bytes.
  void set_key(std::size_t client, Bytes key) noexcept;

  /// Seals all messages. Any order and any lengths, also several of one client; those of equal
  /// lengths whose clients are of one group of lanes (clients 0 to lanes - 1, lanes to 2 lanes - 1,
  /// ...) go at once, so messages in the order of clients are sealed fastest. A group costs the
  /// same for one message as for all. Allocates nothing. Throws std::length_error, before anything
  /// is sealed, where a message is longer than the limits, and std::out_of_range for a client that
  /// does not exist.
  void seal(std::span<const BatchMessage> messages);

  [[nodiscard]] std::size_t tag_bytes() const noexcept { return tag_bytes_; }

  [[nodiscard]] std::size_t lanes() const noexcept;

  /// How many times a group of lanes was sealed so far: messages per pass tell how full lanes were.
  [[nodiscard]] std::uint64_t passes() const noexcept { return passes_; }

 private:
  /// Throws as seal(). Whether it is a row: equal lengths, clients that ascend.
  [[nodiscard]] bool check(std::span<const BatchMessage> messages) const;
  void seal_row(std::span<const BatchMessage> messages);
  void seal_sorted(std::span<const BatchMessage> messages);
  [[nodiscard]] bool joins(const BatchMessage& message);
  template <std::size_t block_bytes>
  void stage(std::span<const BatchMessage> messages,
             Bytes BatchMessage::*part,
             std::uint8_t* area) const;
  void seal_pass(std::span<const BatchMessage> messages);
  template <std::size_t block_bytes>
  void seal_pass_of(std::span<const BatchMessage> messages);

  [[nodiscard]] std::size_t lane_of(const BatchMessage& message) const noexcept {
    return message.client & (lane_gathering_.size() - 1);
  }

  [[nodiscard]] void* group_state(std::size_t group) const noexcept;

  const simd::BatchKernel& kernel_;
  std::size_t groups_, tag_bytes_;
  BatchLimits limits_;
  std::uint64_t passes_ = 0;
  std::size_t state_stride_;
  void* states_;
  std::vector<std::uint8_t> nonce_, associated_data_, text_, tag_;  ///< staged (batch_kernel.h)
  std::vector<std::uint32_t> order_;                                ///< message numbers, sorted
  unsigned lane_bits_;                                              ///< 2^lane_bits_ lanes
  // Of messages in no order: those of the pass to come, how often passes were gathered, and the
  // last time that each lane was in one.
  std::vector<BatchMessage> gathered_;
  std::uint64_t gatherings_ = 0;
  std::vector<std::uint64_t> lane_gathering_;
};

}  // namespace mqseal::host
