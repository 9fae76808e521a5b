// SPDX-License-Identifier: MIT
#include "sim/fleet/ledger.h"

#include <algorithm>

namespace mqseal::fleet {

namespace {

/// Deliveries that are missing: `receivers` for each of `wanted`, less what `arrived` (sorted) has.
std::uint64_t missing(const std::vector<Sequence>& wanted,
                      std::uint64_t receivers,
                      const std::vector<Sequence>& arrived) {
  std::uint64_t deliveries = 0;
  for (const Sequence sequence : wanted) {
    const auto found = std::ranges::equal_range(arrived, sequence);
    deliveries += std::min<std::uint64_t>(receivers, found.size());
  }
  return receivers * wanted.size() - deliveries;
}

}  // namespace

void settle(Senders& senders, Receipts& receipts, Tally& tally, bool cut_short) {
  for (auto& [whose, sequences] : receipts) {
    std::ranges::sort(sequences);
  }
  for (const Sender& sender : senders.all()) {
    for (const Audience& part : sender.audience) {
      record::Counts& counts = tally.flows()[part.flow].counts;
      const std::vector<Sequence>& arrived = receipts[{sender.id, part.flow}];
      counts.acknowledged += part.receivers * sender.acknowledged.size();
      counts.acknowledged_lost += missing(sender.acknowledged, part.receivers, arrived);
      counts.in_flight += missing(sender.unacknowledged, part.receivers, arrived);
    }
  }
  if (cut_short) {
    for (FlowTally& flow : tally.flows()) {
      flow.counts.in_flight = flow.counts.sent;  // settle() takes off what has arrived
    }
  }
  tally.settle();
}

}  // namespace mqseal::fleet
