// SPDX-License-Identifier: MIT
#include "sim/fleet/crew.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/scenario/envelope_config.h"
#include "sim/scenario/topic.h"

namespace mqseal::fleet {

namespace {

using scenario::Group;
using scenario::Role;
using scenario::Transport;

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

/// How a client presents itself.
struct Who {
  std::string id;
  std::uint32_t source;
  const client::Identity* identity;  ///< nullptr: as all of its group
};

}  // namespace

Access::Access(const client::Endpoint& endpoint,
               const std::vector<Group>& groups,
               client::KeyLog* key_log)
    : endpoint_(endpoint) {
  for (const Group& group : groups) {
    if (group.transport == Transport::mtls && !mutual_) {
      mutual_.emplace(endpoint, client::TlsOptions{.with_certificate = true, .key_log = key_log});
    } else if (group.transport == Transport::tls && !server_only_) {
      server_only_.emplace(endpoint, client::TlsOptions{.key_log = key_log});
    }
  }
}

const client::TlsContext* Access::tls(Transport transport) const noexcept {
  switch (transport) {
    case Transport::mtls:
      return &*mutual_;
    case Transport::tls:
      return &*server_only_;
    case Transport::plain:
      break;
  }
  return nullptr;
}

Crew::Crew(const Parts& parts) : parts_(parts) {
  const std::vector<Group>& groups = parts_.run.groups;
  const std::uint32_t senders = senders_in(groups);
  std::size_t clients = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    keys_.push_back(std::make_unique<envelope::KeyRing>(
        scenario::envelope_of(groups[i], senders), parts_.master, senders));
    if (groups[i].role == Role::publisher) {
      add_publishers(i, clients);
    } else {
      add_subscribers(i, clients);
    }
    clients += groups[i].clients;
  }
}

client::Profile Crew::profile_of(const Group& group) {
  client::Profile profile;
  profile.endpoint = parts_.access.endpoint();
  if (!profile.endpoint.user.empty() && group.transport == Transport::plain) {
    profile.credentials = client::Credentials{profile.endpoint.user, profile.endpoint.password};
  }
  profile.tls = parts_.access.tls(group.transport);
  profile.mqtt_version = group.mqtt_version;
  profile.keep_alive_s = group.keep_alive_s;
  profile.clean_session = group.session == scenario::Session::clean;
  profile.window = static_cast<std::uint16_t>(group.max_inflight);
  if (!group.will.empty()) {
    profile.will =
        client::Will{scenario::expand_topic(group.will, group.name, 0), "gone", group.qos, false};
  }
  return profile;
}

Member::Place Crew::place_of(const Group& group) noexcept {
  return {parts_.loop, group.transport == Transport::plain ? plain_ramp_ : tls_ramp_, parts_.owner};
}

/// `make(client, who)` for each client of this shard. The MQTT client id is unique on the broker:
/// rank, then index over all clients; the index also spreads clients over local addresses.
template <class Make>
void Crew::add_clients(const Group& group, std::size_t first_client, Make make) {
  for (std::size_t client = parts_.shard; client < group.clients; client += parts_.shards) {
    const std::size_t index = first_client + client;
    std::optional<client::Identity> identity;
    if (group.identity != scenario::Identity::shared) {
      identity = parts_.options.identity_of(index);
    }
    members_.push_back(make(client,
                            Who{fmt::format("r0-{}", index),
                                static_cast<std::uint32_t>(index),
                                identity ? &*identity : nullptr}));
    if (group.stay > 0) {
      restless_.push_back({members_.back().get(), &group, index});
    }
  }
}

void Crew::add_publishers(std::size_t index, std::size_t first_client) {
  const Group& group = parts_.run.groups[index];
  envelope::KeyRing& keys = *keys_[index];
  const std::size_t longest = group.payload_bytes.largest();
  auto& shared = publisher_groups_.emplace_back(std::make_unique<PublisherGroup>(
      PublisherGroup{group,
                     profile_of(group),
                     keys,
                     Payloads(parts_.run.seed),
                     parts_.tally,
                     parts_.options.inside_seal,
                     DeviceCost(group),
                     std::vector<std::uint8_t>(longest),
                     std::vector<std::uint8_t>(keys.sealed_bytes(longest)),
                     nullptr}));
  if (group.sealing == "batch") {
    const std::size_t own = group.clients / parts_.shards + 1;
    shared->batches = std::make_unique<BatchQueue>(parts_.loop, group, keys, own, parts_.tally);
  }
  add_clients(group, first_client, [&](std::size_t client, const Who& who) {
    Sender& sender = *parts_.senders.find(static_cast<std::uint32_t>(group.first_sender + client));
    auto publisher = std::make_unique<Publisher>(
        place_of(group), *shared, sender, who.id, who.source, who.identity);
    publishers_.push_back(publisher.get());
    return publisher;
  });
}

void Crew::add_subscribers(std::size_t index, std::size_t first_client) {
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
  add_clients(group, first_client, [&](std::size_t client, const Who& who) {
    auto subscriber =
        std::make_unique<Subscriber>(place_of(group),
                                     *shared,
                                     scenario::expand_topic(group.topic, group.name, client),
                                     who.id,
                                     who.source,
                                     who.identity);
    subscribers_.push_back(subscriber.get());
    return subscriber;
  });
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
  for (const Restless& restless : restless_) {
    restless.member->begin_churn(restless.group->stay,
                                 restless.group->away,
                                 base::Rng(parts_.run.seed, "churn", {restless.index}));
  }
}

void Crew::hand_over(Receipts& receipts) {
  for (Subscriber* const subscriber : subscribers_) {
    subscriber->hand_over(receipts);
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
