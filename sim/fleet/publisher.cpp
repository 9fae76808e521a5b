// SPDX-License-Identifier: MIT
#include "sim/fleet/publisher.h"

#include <algorithm>

#include "sim/base/error.h"

namespace mqseal::fleet {

namespace {

constexpr std::uint32_t first_epoch = 1;
/// MQTT 5, 2.4: reason codes from here on are failures.
constexpr int first_failure = 0x80;

}  // namespace

Publisher::Publisher(const Place& place,
                     PublisherGroup& shared,
                     Sender& sender,
                     const std::string& id,
                     std::uint32_t source)
    : Member(place, shared.profile, id, source),
      shared_(shared),
      sender_(sender),
      sealer_(shared.keys, sender.id, first_epoch),
      timer_(place.loop, [this](Nanos) { publish_due(); }) {}

void Publisher::begin(const Window& window, std::uint64_t seed) {
  window_ = window;
  schedule_.emplace(
      shared_.group.schedule, shared_.group.rate_msg_s, seed, sender_.id, window.origin);
  advance();
}

/// The next intended time; the timer is earlier than all others where this one is late already.
void Publisher::advance() {
  intended_ = schedule_->next();
  if (intended_ < window_.end) {
    timer_.set(intended_);
  }
}

void Publisher::publish_due() {
  if (stopped_) {
    return;
  }
  waiting_ = !is_online() || !link().is_sendable(shared_.group.qos);
  if (!waiting_ && publish(intended_)) {
    advance();
  }
}

/// False where no more can be sealed.
bool Publisher::publish(Nanos intended) {
  const scenario::Group& group = shared_.group;
  if (sealer_.prepare(shared_.plaintext.size(), sender_.topic.size()) !=
      envelope::SealStatus::sealed) {
    shared_.tally.key_exhausted(sender_.audience);
    stopped_ = true;
    return false;
  }
  const Sequence sequence = sealer_.next_sequence();
  const bool labelled = group.format == "raw";
  const bool measured = intended >= window_.begin;
  shared_.payloads.write(sender_.id, sequence, labelled, shared_.plaintext);
  const Nanos before = base::monotonic_now();
  if (shared_.inside_seal) {
    shared_.inside_seal();
  }
  const auto sealed = sealer_.seal(sender_.topic, shared_.plaintext, group.retain, shared_.sealed);
  const Nanos now = base::monotonic_now();
  if (sealed != envelope::SealStatus::sealed) {
    throw base::Error(base::ExitCode::bug, "a message that was prepared could not be sealed");
  }
  if (measured) {
    shared_.tally.seal.add(now - before);
    if (sequence < sender_.first_measured.load(std::memory_order_relaxed)) {
      sender_.first_measured.store(sequence, std::memory_order_relaxed);
    }
  }
  sender_.ring.put(sequence, {intended, now});
  int message_id = 0;
  const auto status =
      link().publish(sender_.topic, shared_.sealed, group.qos, group.retain, &message_id);
  shared_.tally.sent(sender_.audience, {intended, now});
  take_up(status, message_id, measured);
  return true;
}

void Publisher::take_up(client::PublishStatus status, int message_id, bool measured) {
  if (status == client::PublishStatus::sent && shared_.group.qos > 0) {
    unacknowledged_.push_back({message_id, measured});
  } else if (status == client::PublishStatus::refused || status == client::PublishStatus::busy) {
    ++shared_.tally.refused;  // counts as sent and is lost: the sequence is used up
  }
}

void Publisher::arrive() {
  go_online();
  on_sendable();
}

void Publisher::leave() {
  unacknowledged_.clear();  // a clean session forgets them
}

void Publisher::on_sendable() {
  if (waiting_) {
    publish_due();
  }
}

void Publisher::on_acknowledged(int message_id, int reason) {
  const auto acknowledged =
      std::ranges::find(unacknowledged_, message_id, &Unacknowledged::message_id);
  if (acknowledged != unacknowledged_.end()) {
    unacknowledged_.erase(acknowledged);
  }
  shared_.tally.refused += reason >= first_failure ? 1 : 0;
}

bool Publisher::is_done() const noexcept {
  return (stopped_ || intended_ >= window_.end) && unacknowledged_.empty();
}

void Publisher::finish(Nanos until) {
  timer_.cancel();
  stopped_ = true;
  if (!schedule_) {
    return;
  }
  for (; intended_ < std::min(until, window_.end); intended_ = schedule_->next()) {
    if (intended_ >= window_.begin) {
      shared_.tally.left_behind(sender_.audience);
    }
  }
  const auto measured = std::ranges::count(unacknowledged_, true, &Unacknowledged::measured);
  shared_.tally.in_flight(sender_.audience, static_cast<std::uint64_t>(measured));
}

}  // namespace mqseal::fleet
