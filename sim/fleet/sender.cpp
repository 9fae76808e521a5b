// SPDX-License-Identifier: MIT
#include "sim/fleet/sender.h"

#include <algorithm>
#include <bit>

#include "sim/scenario/topic.h"

namespace mqseal::fleet {

namespace {

/// How long a message may be under way before its times are overwritten.
constexpr double remembered_seconds = 8;
constexpr std::size_t min_ring = 16, max_ring = std::size_t{1} << 20U;

std::size_t ring_for(double rate_msg_s) {
  const double wanted = std::min(rate_msg_s * remembered_seconds, static_cast<double>(max_ring));
  return std::bit_ceil(std::max(min_ring, static_cast<std::size_t>(wanted)));
}

}  // namespace

Senders::Senders(const std::vector<scenario::Group>& groups, const Topology& topology) {
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const scenario::Group& group = groups[g];
    if (group.role != scenario::Role::publisher) {
      continue;
    }
    for (std::size_t client = 0; client < group.clients; ++client) {
      const auto id = static_cast<std::uint32_t>(group.first_sender + client);
      Sender& sender = all_.emplace_back(id, g, ring_for(group.rate_msg_s));
      sender.topic = scenario::expand_topic(group.topic, group.name, client);
      sender.payload_bytes = group.payload_bytes;
      sender.audience = topology.audience_of(g, client);
    }
  }
}

}  // namespace mqseal::fleet
