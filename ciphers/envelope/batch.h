// SPDX-License-Identifier: MIT
// Sealing messages of many senders at once (host::BatchSealer): the same envelopes as Sealer::seal
// makes one by one, for ciphers and CPUs that have a batch implementation. Opening has no batch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ciphers/envelope/envelope.h"
#include "ciphers/host/batch.h"

namespace mqseal::envelope {

/// The most that a Batch takes.
struct BatchShape {
  std::size_t senders = 1;   ///< of per-device keys, each of which has a lane for good
  std::size_t messages = 1;  ///< between two calls of flush()
  std::size_t topic_bytes = max_topic_bytes;
  std::size_t plaintext_bytes = 0;
};

/// Of one KeyRing and its thread; the ring must outlive it. Not thread-safe.
class Batch {
 public:
  /// Throws std::invalid_argument where batch_implementation() is nullptr.
  Batch(KeyRing& keys, const BatchShape& shape);

  /// As Sealer::seal, but ciphertext and tag are in `out` after flush() only; `plaintext` and `out`
  /// must stay until then. All Sealers are of this Batch's ring, and a Sealer is in one Batch only.
  /// Throws std::length_error where the message, or one sender more, is beyond the shape.
  [[nodiscard]] SealStatus add(
      Sealer& sealer, std::string_view topic, Bytes plaintext, bool retained, MutableBytes out);
  /// Seals all that was added.
  void flush();

  /// Messages that one pass over the key's lanes can hold.
  [[nodiscard]] std::size_t lanes() const noexcept { return sealer_.lanes(); }

  /// Passes made so far.
  [[nodiscard]] std::uint64_t passes() const noexcept { return sealer_.passes(); }

 private:
  [[nodiscard]] std::size_t place_of(Sealer& sealer);
  void check(std::string_view topic, Bytes plaintext, MutableBytes out) const;

  KeyRing& keys_;
  BatchShape shape_;
  std::size_t associated_bytes_;  ///< of one message, at most
  host::BatchSealer sealer_;
  std::size_t senders_ = 0;                        ///< that have a lane
  std::vector<std::uint8_t> nonces_, associated_;  ///< of the messages added
  std::vector<host::BatchMessage> messages_;
};

/// What a Batch of this configuration runs on this CPU; nullptr where it has none: `cipher` has no
/// batch form, the CPU lacks the instructions, or `implementation` names another. Format `lab` and
/// `raw` have none.
[[nodiscard]] const host::BatchImplementation* batch_implementation(const Config& config) noexcept;

}  // namespace mqseal::envelope
