// SPDX-License-Identifier: MIT
// When each of one sender's last messages was due and really sent, for whoever receives them in
// this process. One thread writes, any thread reads; nobody waits.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>

#include "ciphers/envelope/envelope.h"
#include "sim/base/clock.h"

namespace mqseal::fleet {

using base::Nanos;
using envelope::Sequence;

struct SentTimes {
  Nanos intended, sent;
};

/// A message's slot is its counter modulo the capacity; the slot says whose it is, so that a
/// receipt never takes the times of another message.
class SentRing {
 public:
  /// `capacity`: a power of two.
  explicit SentRing(std::size_t capacity);

  /// Only from the sender's thread; before the message is handed to the network.
  void put(Sequence sequence, SentTimes times) noexcept;
  /// nullopt where the slot holds another message's times, or is being overwritten.
  [[nodiscard]] std::optional<SentTimes> find(Sequence sequence) const noexcept;

 private:
  struct Slot {
    std::atomic<Sequence> owner{0};  ///< 0: nobody's (epochs start at 1)
    std::atomic<Nanos> intended{0}, sent{0};
  };

  [[nodiscard]] Slot& slot_of(Sequence sequence) const noexcept {
    return slots_[static_cast<std::size_t>(sequence) & mask_];
  }

  std::size_t mask_;
  std::unique_ptr<Slot[]> slots_;
};

}  // namespace mqseal::fleet
