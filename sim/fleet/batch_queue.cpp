// SPDX-License-Identifier: MIT
#include "sim/fleet/batch_queue.h"

#include <algorithm>
#include <utility>

#include "sim/scenario/topic.h"

namespace mqseal::fleet {

namespace {

/// Of per-device keys; more would only delay the first of a batch behind the last.
constexpr std::size_t most_messages = 1024;

envelope::BatchShape shape_of(const scenario::Group& group, std::size_t publishers) {
  const std::size_t senders = std::max<std::size_t>(publishers, 1);
  return {senders,
          std::min(senders, most_messages),
          scenario::expand_topic(group.topic, group.name, group.clients - 1).size(),
          group.payload_bytes.largest()};
}

}  // namespace

BatchQueue::BatchQueue(net::Loop& loop,
                       const scenario::Group& group,
                       envelope::KeyRing& keys,
                       std::size_t publishers,
                       Tally& tally)
    : wait_(group.batch_wait),
      tally_(tally),
      batch_(keys, shape_of(group, publishers)),
      timer_(loop, [this](Nanos at) { flush(at); }),
      slots_(shape_of(group, publishers).messages) {
  if (keys.config().keys == envelope::KeyMode::shared) {
    slots_.resize(std::min(slots_.size(), batch_.lanes()));
  }
  for (Slot& slot : slots_) {
    slot.plaintext.resize(group.payload_bytes.largest());
    slot.sealed.resize(keys.sealed_bytes(slot.plaintext.size()));
  }
  waiting_.reserve(publishers);
  leaving_.reserve(publishers);
}

void BatchQueue::enter(Guest& guest, Nanos due) {
  if (waiting_.empty()) {
    first_due_ = due;
  }
  last_due_ = due;
  waiting_.push_back(&guest);
  if (flushing_) {
    return;  // flush() sees to those that came meanwhile
  }
  if (waiting_.size() >= slots_.size()) {
    flush(due);
  } else if (waiting_.size() == 1) {
    timer_.set(first_due_ + wait_);
  }
}

/// Writes the payloads of those who leave; how many have one.
std::size_t BatchQueue::write_all() {
  std::size_t messages = 0;
  for (Guest* const guest : leaving_) {
    if (guest->write(slots_[messages])) {
      leaving_[messages++] = guest;
    }
  }
  return messages;
}

void BatchQueue::seal(std::size_t messages) {
  const Nanos before = base::monotonic_now();
  for (std::size_t i = 0; i < messages; ++i) {
    leaving_[i]->add(slots_[i], batch_);
  }
  batch_.flush();
  const Nanos after = base::monotonic_now();
  if (messages > 0 && slots_.front().measured) {
    tally_.seal.add_many(after - before, messages);
  }
}

/// `due`: when this batch should begin.
void BatchQueue::flush(Nanos due) {
  flushing_ = true;
  timer_.cancel();
  const Nanos late = base::monotonic_now() - due;
  const std::size_t count = std::min(waiting_.size(), slots_.size());
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
  leaving_.assign(waiting_.begin(), end);
  waiting_.erase(waiting_.begin(), end);
  const std::size_t messages = write_all();
  seal(messages);
  for (std::size_t i = 0; i < messages; ++i) {
    leaving_[i]->send(slots_[i], base::monotonic_now(), late);
  }
  flushing_ = false;
  if (!waiting_.empty()) {
    const bool full = waiting_.size() >= slots_.size();
    timer_.set(full ? last_due_ : std::max(first_due_, last_due_ - wait_) + wait_);
  }
}

}  // namespace mqseal::fleet
