// SPDX-License-Identifier: MIT
#include "sim/fleet/tally.h"

#include <algorithm>

namespace mqseal::fleet {

void Tally::begin(const Window& window) {
  window_ = window;
  timeline_ = Timeline(window.begin, timeline_step_);
  for (FlowTally& flow : flows_) {
    flow.response.reserve();
    flow.service.reserve();
  }
  lateness_.reserve();
  interval_.reserve();
}

void Tally::sent(const std::vector<Audience>& audience, SentTimes times, Nanos due, bool held) {
  timeline_.sent(times.sent);
  if (times.intended < window_.begin) {
    return;
  }
  if (!held) {
    lateness_.record(times.sent - due);
  }
  for (const Audience& part : audience) {
    record::Counts& counts = flows_[part.flow].counts;
    counts.scheduled += part.receivers;
    counts.sent += part.receivers;
    sent_ += part.receivers;
  }
}

void Tally::left_behind(const std::vector<Audience>& audience) {
  for (const Audience& part : audience) {
    flows_[part.flow].counts.scheduled += part.receivers;
    flows_[part.flow].counts.backlog += part.receivers;
  }
}

void Tally::key_exhausted(const std::vector<Audience>& audience) {
  for (const Audience& part : audience) {
    ++flows_[part.flow].counts.key_exhausted;
  }
  ++faults_;
}

void Tally::delivered(std::size_t flow, std::optional<SentTimes> times, Nanos now, bool in_order) {
  FlowTally& tally = flows_[flow];
  ++tally.counts.delivered;
  ++delivered_;
  tally.counts.reordered += in_order ? 0 : 1;
  if (!times) {
    ++tally.counts.unmatched;
    timeline_.error(now);
    return;
  }
  const Nanos response = now - times->intended;
  tally.response.record(response);
  tally.service.record(now - times->sent);
  show(response, now);
}

void Tally::warmed_up(std::optional<SentTimes> times, Nanos now) {
  if (times) {
    show(now - times->intended, now);
  }
}

void Tally::show(Nanos response, Nanos now) {
  interval_.record(response);
  timeline_.delivered(now, response);
}

void Tally::fault(std::size_t flow, Fault fault, Nanos now) {
  record::Counts& counts = flows_[flow].counts;
  switch (fault) {
    case Fault::rejected:
      ++counts.rejected;
      break;
    case Fault::duplicated:
      ++counts.duplicated;
      break;
    case Fault::stale:
      ++counts.stale;
      break;
  }
  ++faults_;
  timeline_.error(now);
}

void Tally::settle() {
  for (FlowTally& flow : flows_) {
    record::Counts& counts = flow.counts;
    const std::uint64_t missing = counts.sent - std::min(counts.sent, counts.delivered);
    counts.in_flight = std::min(counts.in_flight, missing);
    counts.lost = missing - counts.in_flight;
  }
}

void Tally::merge(Tally& other) {
  for (std::size_t i = 0; i < flows_.size(); ++i) {
    flows_[i].counts.add(other.flows_[i].counts);
    flows_[i].response.merge(other.flows_[i].response);
    flows_[i].service.merge(other.flows_[i].service);
  }
  lateness_.merge(other.lateness_);
  timeline_.merge(other.timeline_);
  seal.merge(other.seal);
  open.merge(other.open);
  drops += other.drops;
  refused += other.refused;
  wrong_content += other.wrong_content;
  resent += other.resent;
  published += other.published;
  received += other.received;
  left += other.left;
  returned += other.returned;
  if (!other.last_drop.empty()) {
    last_drop = other.last_drop;
  }
}

}  // namespace mqseal::fleet
