// SPDX-License-Identifier: MIT
#include "sim/fleet/crew.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/scenario/topic.h"

namespace mqseal::fleet {

namespace {

using scenario::Group;
using scenario::Role;
using scenario::Transport;

envelope::NoncePolicy nonce_of(const Group& group) {
  if (group.nonce == "counter") {
    return envelope::NoncePolicy::counter;
  }
  return group.nonce == "fixed" ? envelope::NoncePolicy::fixed : envelope::NoncePolicy::random;
}

std::uint32_t senders_in(const std::vector<Group>& groups) {
  std::size_t senders = 0;
  for (const Group& group : groups) {
    senders += group.role == Role::publisher ? group.clients : 0;
  }
  return static_cast<std::uint32_t>(std::max<std::size_t>(senders, 1));
}

/// The senders of all groups that group `to` hears.
envelope::OpenerConfig opener_of(const std::vector<Group>& groups,
                                 const Topology& topology,
                                 std::size_t to) {
  envelope::OpenerConfig opener;
  opener.window_bits = groups[to].replay_window;
  opener.first_sender = ~std::uint32_t{0};
  for (const FlowEnds& flow : topology.flows()) {
    if (flow.to == to) {
      const Group& from = groups[flow.from];
      opener.first_sender = std::min(opener.first_sender, from.first_sender);
      opener.last_sender = std::max(
          opener.last_sender, from.first_sender + static_cast<std::uint32_t>(from.clients) - 1);
    }
  }
  return opener;
}

}  // namespace

envelope::Config envelope_of(const Group& group, std::uint32_t senders) {
  envelope::Config config;
  config.cipher = group.cipher;
  config.implementation = group.implementation;
  config.format = group.format == "raw" ? envelope::Format::raw : envelope::Format::compact;
  config.nonce = nonce_of(group);
  config.tag_bytes = group.tag_bytes;
  config.keys =
      group.keys == "per-device" ? envelope::KeyMode::per_device : envelope::KeyMode::shared;
  config.senders = senders;
  config.enforce_limits = group.limits;
  return config;
}

Crew::Crew(const Parts& parts) : parts_(parts) {
  const std::vector<Group>& groups = parts_.run.groups;
  const std::uint32_t senders = senders_in(groups);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    keys_.push_back(std::make_unique<envelope::KeyRing>(
        envelope_of(groups[i], senders), parts_.master, std::max<std::size_t>(senders, 1)));
    if (groups[i].role == Role::publisher) {
      add_publishers(i);
    } else {
      add_subscribers(i);
    }
  }
}

client::Profile Crew::profile_of(const Group& group) {
  client::Profile profile;
  profile.endpoint = parts_.endpoint;
  profile.mqtt_version = group.mqtt_version;
  profile.keep_alive_s = group.keep_alive_s;
  if (group.transport != Transport::plain) {
    const bool mutual = group.transport == Transport::mtls;
    auto& context = mutual ? mutual_tls_ : server_tls_;
    if (!context) {
      context.emplace(parts_.endpoint, mutual);
    }
    profile.tls = &*context;
  }
  return profile;
}

Member::Place Crew::place_of(const Group& group) noexcept {
  return {parts_.loop, group.transport == Transport::plain ? plain_ramp_ : tls_ramp_, parts_.owner};
}

/// Unique on the broker: rank, then index over all clients.
std::string Crew::next_id() const {
  return fmt::format("r0-{}", members_.size());
}

void Crew::add_publishers(std::size_t index) {
  const Group& group = parts_.run.groups[index];
  envelope::KeyRing& keys = *keys_[index];
  auto& shared = publisher_groups_.emplace_back(std::make_unique<PublisherGroup>(
      PublisherGroup{group,
                     profile_of(group),
                     keys,
                     Payloads(parts_.run.seed),
                     parts_.tally,
                     parts_.options.inside_seal,
                     std::vector<std::uint8_t>(group.payload_bytes),
                     std::vector<std::uint8_t>(keys.overhead_bytes() + group.payload_bytes)}));
  for (std::size_t client = 0; client < group.clients; ++client) {
    Sender& sender = *parts_.senders.find(static_cast<std::uint32_t>(group.first_sender + client));
    auto publisher = std::make_unique<Publisher>(
        place_of(group), *shared, sender, next_id(), static_cast<std::uint32_t>(members_.size()));
    publishers_.push_back(publisher.get());
    members_.push_back(std::move(publisher));
  }
}

void Crew::add_subscribers(std::size_t index) {
  const Group& group = parts_.run.groups[index];
  auto& shared = subscriber_groups_.emplace_back(std::make_unique<SubscriberGroup>(
      SubscriberGroup{group,
                      index,
                      profile_of(group),
                      *keys_[index],
                      opener_of(parts_.run.groups, parts_.topology, index),
                      Payloads(parts_.run.seed),
                      parts_.tally,
                      parts_.senders,
                      parts_.topology,
                      {}}));
  for (std::size_t client = 0; client < group.clients; ++client) {
    members_.push_back(
        std::make_unique<Subscriber>(place_of(group),
                                     *shared,
                                     scenario::expand_topic(group.topic, group.name, client),
                                     next_id(),
                                     static_cast<std::uint32_t>(members_.size())));
  }
}

void Crew::launch() {
  for (const auto& member : members_) {
    member->launch();
  }
}

void Crew::begin(const Window& window) {
  for (Publisher* const publisher : publishers_) {
    publisher->begin(window, parts_.run.seed);
  }
}

void Crew::finish(Nanos until) {
  for (Publisher* const publisher : publishers_) {
    publisher->finish(until);
  }
}

void Crew::retire() {
  for (const auto& member : members_) {
    member->retire();
  }
}

void Crew::housekeep(Nanos now, std::size_t part) {
  for (std::size_t i = 0; i < std::min(part, members_.size()); ++i) {
    next_to_keep_ = next_to_keep_ + 1 < members_.size() ? next_to_keep_ + 1 : 0;
    members_[next_to_keep_]->housekeep(now);
  }
}

bool Crew::is_done() const noexcept {
  return std::ranges::all_of(publishers_, [](const Publisher* p) { return p->is_done(); });
}

}  // namespace mqseal::fleet
