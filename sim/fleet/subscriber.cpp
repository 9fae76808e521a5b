// SPDX-License-Identifier: MIT
#include "sim/fleet/subscriber.h"

#include <utility>

namespace mqseal::fleet {

namespace {

using envelope::Opened;
using envelope::OpenStatus;

constexpr Nanos suback_patience = 10 * base::nanos_per_second;
/// Of the ledger where the envelope keeps no window.
constexpr std::size_t ledger_window_bits = 2048;

Fault fault_of(OpenStatus status) {
  switch (status) {
    case OpenStatus::seen:
      return Fault::duplicated;
    case OpenStatus::stale:
      return Fault::stale;
    default:
      return Fault::rejected;
  }
}

}  // namespace

Subscriber::Subscriber(const Place& place,
                       SubscriberGroup& shared,
                       std::string filter,
                       const std::string& id,
                       std::uint32_t source,
                       const client::Identity* identity)
    : Member(place, shared.profile, id, source, identity),
      shared_(shared),
      opener_(shared.keys, shared.opener),
      filter_(std::move(filter)) {}

void Subscriber::arrive() {
  if (link().subscribe(filter_, shared_.group.qos)) {
    asked_ = base::monotonic_now();
  }  // else the connection is gone, and on_closed() was called
}

void Subscriber::leave() {
  asked_ = 0;
}

void Subscriber::housekeep(Nanos now) {
  Member::housekeep(now);
  if (is_online()) {
    asked_ = 0;
  } else if (asked_ != 0 && now - asked_ > suback_patience) {
    asked_ = 0;
    fail("no SUBACK within 10 s");
  }
}

void Subscriber::on_message(const client::Message& message) {
  ++shared_.tally.received;
  const Nanos before = base::monotonic_now();
  Opened opened = open(message);
  const Nanos now = base::monotonic_now();
  Sender* const sender = shared_.senders.find(opened.sender);
  const std::size_t flow = flow_of(sender);
  if (opened.status != OpenStatus::fresh) {
    shared_.tally.fault(flow, fault_of(opened.status), now);
    return;
  }
  if (sender == nullptr || !is_genuine(*sender, opened, message)) {
    ++shared_.tally.wrong_content;
    shared_.tally.fault(flow, Fault::rejected, now);
    return;
  }
  if (opened.sequence >= sender->first_measured.load(std::memory_order_relaxed)) {
    shared_.tally.open.add(now - before);
  }
  deliver(*sender, flow, opened.sequence, now);
}

Opened Subscriber::open(const client::Message& message) {
  if (shared_.group.size_check &&
      message.payload.size() > shared_.keys.sealed_bytes(shared_.group.longest_heard)) {
    return {};  // bad_length
  }
  if (shared_.opened.size() < message.payload.size()) {
    shared_.opened.resize(message.payload.size());
  }
  Opened opened = opener_.open(message.topic, message.payload, shared_.opened);
  if (shared_.is_labelled() && opened.status == OpenStatus::fresh) {
    read_label_of(opened);
  }
  return opened;
}

/// A `raw` or `lab` envelope does not say who sent what; the payload's own label does.
void Subscriber::read_label_of(Opened& opened) const noexcept {
  const auto label = read_label(std::span(shared_.opened).first(opened.plaintext_bytes));
  if (label) {
    opened.sender = label->sender;
    opened.sequence = label->sequence;
  } else {
    opened.status = OpenStatus::bad_header;
  }
}

/// The flow from this sender to here; a stranger's message counts against the group's first flow.
std::size_t Subscriber::flow_of(const Sender* sender) const noexcept {
  if (sender != nullptr) {
    const std::size_t flow = shared_.topology.flow_between(sender->group, shared_.index);
    if (flow != Topology::no_flow) {
      return flow;
    }
  }
  const auto& flows = shared_.topology.flows();
  for (std::size_t flow = 0; flow < flows.size(); ++flow) {
    if (flows[flow].to == shared_.index) {
      return flow;
    }
  }
  return 0;
}

bool Subscriber::is_genuine(const Sender& sender,
                            const Opened& opened,
                            const client::Message& message) const noexcept {
  return message.topic == sender.topic &&
         opened.plaintext_bytes ==
             shared_.payloads.length(sender.payload_bytes, opened.sender, opened.sequence) &&
         shared_.topology.flow_between(sender.group, shared_.index) != Topology::no_flow &&
         shared_.payloads.matches(opened.sender,
                                  opened.sequence,
                                  shared_.is_labelled(),
                                  std::span(shared_.opened).first(opened.plaintext_bytes));
}

void Subscriber::deliver(Sender& sender, std::size_t flow, Sequence sequence, Nanos now) {
  Heard& heard =
      heard_.try_emplace(sender.id, Heard{0, envelope::ReplayWindow(ledger_window_bits), {}})
          .first->second;
  if (shared_.needs_ledger()) {
    const OpenStatus had = heard.ledger.accept(sequence);
    if (had != OpenStatus::fresh) {
      shared_.tally.fault(flow, fault_of(had), now);
      return;
    }
  }
  const bool in_order = sequence > heard.highest;
  heard.highest = in_order ? sequence : heard.highest;
  const auto times = sender.ring.find(sequence);
  if (sequence >= sender.first_measured.load(std::memory_order_relaxed)) {
    shared_.tally.delivered(flow, times, now, in_order);
    if (shared_.group.qos > 0) {
      heard.receipts.push_back(sequence);
    }
  } else {
    shared_.tally.warmed_up(times, now);
  }
  if (sender.feedback != nullptr) {
    sender.feedback->on_delivered();
  }
}

void Subscriber::hand_over(Receipts& receipts) {
  for (auto& [id, heard] : heard_) {
    if (const Sender* const sender = shared_.senders.find(id); sender != nullptr) {
      auto& all = receipts[{id, shared_.topology.flow_between(sender->group, shared_.index)}];
      all.insert(all.end(), heard.receipts.begin(), heard.receipts.end());
    }
  }
}

}  // namespace mqseal::fleet
