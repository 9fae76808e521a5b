// SPDX-License-Identifier: MIT
// The part of a publisher that seals its messages together with others' (batch_queue.h).
#include "sim/fleet/publisher.h"

namespace mqseal::fleet {

bool Publisher::write(BatchQueue::Slot& slot) {
  queued_ = false;
  if (stopped_ || !can_send() || !has_room()) {
    return false;
  }
  slot.sequence = sealer_.next_sequence();
  slot.measured = intended_ >= window_.begin;
  slot.length = write_payload(slot.sequence, slot.plaintext).size();
  return true;
}

void Publisher::add(BatchQueue::Slot& slot, envelope::Batch& batch) {
  if (shared_.inside_seal) {
    shared_.inside_seal();
  }
  require_sealed(batch.add(sealer_,
                           sender_.topic,
                           std::span(slot.plaintext).first(slot.length),
                           shared_.group.retain,
                           slot.sealed));
}

void Publisher::send(const BatchQueue::Slot& slot, Nanos now, Nanos late) {
  const auto sealed = std::span(slot.sealed).first(shared_.keys.sealed_bytes(slot.length));
  hand_over(slot.sequence, sealed, {intended_, now}, now - late);
  advance();
}

}  // namespace mqseal::fleet
