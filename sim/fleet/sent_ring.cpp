// SPDX-License-Identifier: MIT
// Each slot is a seqlock whose version is the owner itself.
#include "sim/fleet/sent_ring.h"

#include <bit>
#include <stdexcept>

namespace mqseal::fleet {

SentRing::SentRing(std::size_t capacity)
    : mask_(capacity - 1), slots_(std::make_unique<Slot[]>(capacity)) {
  if (!std::has_single_bit(capacity)) {
    throw std::invalid_argument("SentRing: the capacity must be a power of two");
  }
}

void SentRing::put(Sequence sequence, SentTimes times) noexcept {
  Slot& slot = slot_of(sequence);
  slot.owner.store(0, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_release);
  slot.intended.store(times.intended, std::memory_order_relaxed);
  slot.sent.store(times.sent, std::memory_order_relaxed);
  slot.owner.store(sequence, std::memory_order_release);
}

std::optional<SentTimes> SentRing::find(Sequence sequence) const noexcept {
  const Slot& slot = slot_of(sequence);
  if (slot.owner.load(std::memory_order_acquire) != sequence) {
    return std::nullopt;
  }
  const SentTimes times{slot.intended.load(std::memory_order_relaxed),
                        slot.sent.load(std::memory_order_relaxed)};
  std::atomic_thread_fence(std::memory_order_acquire);
  if (slot.owner.load(std::memory_order_relaxed) != sequence) {
    return std::nullopt;
  }
  return times;
}

}  // namespace mqseal::fleet
