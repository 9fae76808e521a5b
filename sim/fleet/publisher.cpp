// SPDX-License-Identifier: MIT
#include "sim/fleet/publisher.h"

#include <algorithm>
#include <utility>

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
                     std::uint32_t source,
                     const client::Identity* identity)
    : Member(place, shared.profile, id, source, identity),
      shared_(shared),
      sender_(sender),
      sealer_(shared.keys, sender.id, first_epoch),
      timer_(place.loop, [this](Nanos) { publish_due(); }) {
  for (const Audience& part : sender.audience) {
    receivers_ += part.receivers;
  }
}

void Publisher::begin(const Window& window, std::uint64_t seed) {
  window_ = window;
  if (is_closed_loop()) {
    sender_.feedback = this;
    owed_ = static_cast<std::uint64_t>(shared_.group.window);
    timer_.set(window.origin);
    return;
  }
  schedule_.emplace(shared_.group, seed, sender_.id, window);
  advance();
}

/// The next intended time; the timer is earlier than all others where this one is late already.
void Publisher::advance() {
  intended_ = schedule_->next();
  if (intended_ < window_.end) {
    device_delay_ = shared_.device.delay(
        shared_.payloads.length(shared_.group.payload_bytes, sender_.id, sealer_.next_sequence()));
    timer_.set(intended_ + device_delay_);
  }
}

void Publisher::publish_due() {
  if (stopped_) {
    return;
  }
  if (is_closed_loop()) {
    publish_closed(base::monotonic_now());
    return;
  }
  if (queued_ || !can_send()) {
    return;
  }
  if (shared_.batches) {
    queued_ = true;
    shared_.batches->enter(*this, intended_ + device_delay_);
  } else if (publish(intended_)) {
    advance();
  }
}

/// Where it cannot, on_sendable() comes back to what is due.
bool Publisher::can_send() {
  waiting_ = !is_online() || !resend() || !link().is_sendable(shared_.group.qos);
  return !waiting_;
}

/// Closed loop: everything that is owed, until the window ends.
void Publisher::publish_closed(Nanos now) {
  while (owed_ > 0 && now < window_.end && !stopped_) {
    if (!can_send() || !publish(now)) {
      return;
    }
    --owed_;
    now = base::monotonic_now();
  }
  if (receivers_ == 0 && now < window_.end && !stopped_) {
    owed_ =
        static_cast<std::uint64_t>(shared_.group.window);  // nobody hears: the socket is the limit
    timer_.set(now);
  }
}

/// A message counts as arrived when all that subscribe to it have it.
void Publisher::on_delivered() {
  if (++deliveries_ < receivers_) {
    return;
  }
  deliveries_ = 0;
  ++owed_;
  publish_due();
}

/// False where no more can be sealed.
bool Publisher::has_room() {
  const std::size_t longest = shared_.plaintext.size();
  if (sealer_.prepare(longest, sender_.topic.size()) == envelope::SealStatus::sealed) {
    return true;
  }
  shared_.tally.key_exhausted(sender_.audience);
  stopped_ = true;
  return false;
}

bool Publisher::publish(Nanos intended) {
  if (!has_room()) {
    return false;
  }
  const Sequence sequence = sealer_.next_sequence();
  const auto [sealed, now] = seal(sequence, intended >= window_.begin);
  hand_over(sequence, sealed, {intended, now}, intended + device_delay_);
  return true;
}

void Publisher::hand_over(Sequence sequence,
                          std::span<const std::uint8_t> sealed,
                          SentTimes times,
                          Nanos due) {
  const bool measured = times.intended >= window_.begin;
  if (measured && sequence < sender_.first_measured.load(std::memory_order_relaxed)) {
    sender_.first_measured.store(sequence, std::memory_order_relaxed);
  }
  sender_.ring.put(sequence, times);
  Pending pending{0, sequence, measured, {}};
  const scenario::Group& group = shared_.group;
  const auto status =
      link().publish(sender_.topic, sealed, group.qos, group.retain, &pending.message_id);
  ++shared_.tally.published;
  shared_.tally.sent(sender_.audience, times, due, times.intended + device_delay_ < free_since_);
  if (group.qos > 0) {
    pending.sealed.assign(sealed.begin(), sealed.end());
  }
  take_up(status, std::move(pending));
}

void Publisher::require_sealed(envelope::SealStatus status) {
  if (status != envelope::SealStatus::sealed) {
    throw base::Error(base::ExitCode::bug, "a message that was prepared could not be sealed");
  }
}

/// The part of `room` that the payload takes.
std::span<std::uint8_t> Publisher::write_payload(Sequence sequence,
                                                 std::span<std::uint8_t> room) const {
  const scenario::Group& group = shared_.group;
  const auto plaintext =
      room.first(shared_.payloads.length(group.payload_bytes, sender_.id, sequence));
  const bool labelled = group.format == "raw" || group.format == "lab";
  shared_.payloads.write(sender_.id, sequence, labelled, plaintext);
  return plaintext;
}

Publisher::Sealed Publisher::seal(Sequence sequence, bool measured) {
  const auto plaintext = write_payload(sequence, shared_.plaintext);
  const auto sealed = std::span(shared_.sealed).first(shared_.keys.sealed_bytes(plaintext.size()));
  const Nanos before = base::monotonic_now();
  if (shared_.inside_seal) {
    shared_.inside_seal();
  }
  const auto status = sealer_.seal(sender_.topic, plaintext, shared_.group.retain, sealed);
  const Nanos after = base::monotonic_now();
  if (measured) {
    shared_.tally.seal.add(after - before);
  }
  require_sealed(status);
  return {sealed.first(sealer_.last_bytes()), after};
}

void Publisher::take_up(client::PublishStatus status, Pending pending) {
  switch (status) {
    case client::PublishStatus::sent:
      if (shared_.group.qos > 0) {
        pending_.push_back(std::move(pending));
        resent_ = pending_.size();
      }
      break;
    case client::PublishStatus::closed:
      if (shared_.group.qos > 0) {
        pending_.push_back(std::move(pending));  // sent again once the client is back
      }
      break;
    case client::PublishStatus::busy:
    case client::PublishStatus::refused:
      ++shared_.tally.refused;  // counts as sent and is lost: the sequence is used up
      break;
  }
}

/// After a break of a clean session: sends again what waits, oldest first. False where that has to
/// go on later. A persistent session leaves this to libmosquitto, which does it at CONNACK.
bool Publisher::resend() {
  while (resent_ < pending_.size()) {
    Pending& pending = pending_[resent_];
    const auto status = link().publish(sender_.topic,
                                       pending.sealed,
                                       shared_.group.qos,
                                       shared_.group.retain,
                                       &pending.message_id);
    if (status != client::PublishStatus::sent) {
      return false;
    }
    ++resent_;
    ++shared_.tally.resent;
    ++shared_.tally.published;
  }
  return true;
}

void Publisher::arrive() {
  go_online();
  if (shared_.group.session == scenario::Session::persistent) {
    shared_.tally.resent += pending_.size() - resent_;
    resent_ = pending_.size();
  }
  if (resend()) {
    on_sendable();
  }
}

void Publisher::leave() {
  resent_ = 0;
}

void Publisher::on_sendable() {
  if (resend() && waiting_) {
    free_since_ = base::monotonic_now();
    publish_due();
  }
}

void Publisher::on_acknowledged(int message_id, int reason) {
  const auto found = std::ranges::find(pending_, message_id, &Pending::message_id);
  if (found == pending_.end()) {
    return;
  }
  if (reason >= first_failure) {
    ++shared_.tally.refused;
  } else if (found->measured) {
    sender_.acknowledged.push_back(found->sequence);
  }
  resent_ -= found - pending_.begin() < static_cast<std::ptrdiff_t>(resent_) ? 1U : 0U;
  pending_.erase(found);
}

bool Publisher::is_done() const noexcept {
  const bool nothing_due = is_closed_loop() || intended_ >= window_.end;
  return (stopped_ || nothing_due) && pending_.empty();
}

void Publisher::finish(Nanos until) {
  timer_.cancel();
  stopped_ = true;
  sender_.feedback = nullptr;
  for (; schedule_ && intended_ < std::min(until, window_.end); intended_ = schedule_->next()) {
    if (intended_ >= window_.begin) {
      shared_.tally.left_behind(sender_.audience);
    }
  }
  for (const Pending& pending : pending_) {
    if (pending.measured) {
      sender_.unacknowledged.push_back(pending.sequence);
    }
  }
}

}  // namespace mqseal::fleet
