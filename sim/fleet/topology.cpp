// SPDX-License-Identifier: MIT
#include "sim/fleet/topology.h"

#include <unordered_map>

#include "sim/scenario/topic.h"

namespace mqseal::fleet {

namespace {

using scenario::Group;
/// Each distinct filter of a group, with the number of its clients that subscribe to it.
using Filters = std::unordered_map<std::string, std::uint64_t>;

Filters filters_of(const Group& group) {
  Filters filters;
  if (group.topic.find("{client}") == std::string::npos) {
    filters[scenario::expand_topic(group.topic, group.name, 0)] = group.clients;
    return filters;
  }
  for (std::size_t client = 0; client < group.clients; ++client) {
    ++filters[scenario::expand_topic(group.topic, group.name, client)];
  }
  return filters;
}

std::uint64_t receivers_of(const std::string& topic, const Filters& filters, bool wildcards) {
  if (!wildcards) {
    const auto exact = filters.find(topic);
    return exact == filters.end() ? 0 : exact->second;
  }
  std::uint64_t receivers = 0;
  for (const auto& [filter, clients] : filters) {
    receivers += scenario::topic_matches(filter, topic) ? clients : 0;
  }
  return receivers;
}

}  // namespace

Topology::Topology(const std::vector<Group>& groups)
    : groups_(groups.size()), index_(groups.size() * groups.size(), no_flow) {
  for (std::size_t to = 0; to < groups.size(); ++to) {
    for (std::size_t from = 0; from < groups.size(); ++from) {
      if (groups[from].role == scenario::Role::publisher &&
          groups[to].role == scenario::Role::subscriber) {
        add_flow(groups, {from, to});
      }
    }
  }
}

void Topology::add_flow(const std::vector<Group>& groups, FlowEnds ends) {
  const Group& from = groups[ends.from];
  const Group& to = groups[ends.to];
  const Filters filters = filters_of(to);
  const bool wildcards = to.topic.find_first_of("+#") != std::string::npos;
  std::vector<std::uint64_t> receivers(from.clients);
  std::uint64_t total = 0;
  for (std::size_t client = 0; client < from.clients; ++client) {
    const std::string topic = scenario::expand_topic(from.topic, from.name, client);
    total += receivers[client] = receivers_of(topic, filters, wildcards);
  }
  if (total > 0) {
    index_[ends.from * groups_ + ends.to] = flows_.size();
    flows_.push_back(ends);
    receivers_.push_back(std::move(receivers));
  }
}

std::vector<Audience> Topology::audience_of(std::size_t group, std::size_t client) const {
  std::vector<Audience> audience;
  for (std::size_t flow = 0; flow < flows_.size(); ++flow) {
    if (flows_[flow].from == group && receivers_[flow][client] > 0) {
      audience.push_back({flow, receivers_[flow][client]});
    }
  }
  return audience;
}

}  // namespace mqseal::fleet
