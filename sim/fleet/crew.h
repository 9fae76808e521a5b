// SPDX-License-Identifier: MIT
// The clients of one shard: made from the run's groups, with the keys and TLS contexts that they
// share. Knows no phases.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ciphers/host/secret.h"
#include "sim/client/tls_context.h"
#include "sim/fleet/publisher.h"
#include "sim/fleet/subscriber.h"
#include "sim/scenario/plan.h"

namespace mqseal::fleet {

/// How clients reach the broker: one TLS context of each kind for all shards.
class Access {
 public:
  /// Makes the contexts that the groups need. Throws base::Error (environment) that names the file
  /// which cannot be read.
  Access(const client::Endpoint& endpoint,
         const std::vector<scenario::Group>& groups,
         client::KeyLog* key_log);

  [[nodiscard]] const client::Endpoint& endpoint() const noexcept { return endpoint_; }

  /// nullptr for plain TCP.
  [[nodiscard]] const client::TlsContext* tls(scenario::Transport transport) const noexcept;

 private:
  const client::Endpoint& endpoint_;
  std::optional<client::TlsContext> mutual_, server_only_;
};

class Crew {
 public:
  /// What it is made from; all of it must outlive the crew.
  struct Parts {
    const scenario::Run& run;
    const Topology& topology;
    Senders& senders;
    const Access& access;
    const host::MasterKey& master;
    const Options& options;
    net::Loop& loop;
    Tally& tally;
    Member::Owner& owner;
    std::size_t shard = 0,
                shards = 1;  ///< of each group, the clients with index mod shards = shard
  };

  /// Throws base::Error (environment) where memory runs out.
  explicit Crew(const Parts& parts);

  /// Everybody connects as soon as the ramp allows.
  void launch();
  void begin(const Window& window);
  void finish(Nanos until);
  /// Everybody disconnects.
  void retire();
  /// Keep-alive and deadlines of the next `part` of all members.
  void housekeep(Nanos now, std::size_t part);

  /// Adds what this shard's subscribers have had of QoS 1 and 2 messages.
  void hand_over(Receipts& receipts);

  /// Whether every publisher has sent what was due and has its acknowledgements.
  [[nodiscard]] bool is_done() const noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return members_.size(); }

  /// One of each group, in the run's order.
  [[nodiscard]] const std::vector<std::unique_ptr<envelope::KeyRing>>& keys() const noexcept {
    return keys_;
  }

 private:
  void add_publishers(std::size_t index, std::size_t first_client);
  void add_subscribers(std::size_t index, std::size_t first_client);
  [[nodiscard]] client::Profile profile_of(const scenario::Group& group);
  [[nodiscard]] Member::Place place_of(const scenario::Group& group) noexcept;
  template <class Make>
  void add_clients(const scenario::Group& group, std::size_t first_index, Make make);

  Parts parts_;
  Ramp plain_ramp_{Ramp::max_plain}, tls_ramp_{Ramp::max_tls};
  std::vector<std::unique_ptr<envelope::KeyRing>> keys_;
  std::vector<std::unique_ptr<PublisherGroup>> publisher_groups_;
  std::vector<std::unique_ptr<SubscriberGroup>> subscriber_groups_;
  std::vector<std::unique_ptr<Member>> members_;
  std::vector<Publisher*> publishers_;
  std::vector<Subscriber*> subscribers_;

  struct Restless {
    Member* member;
    const scenario::Group* group;
    std::uint64_t index;  ///< over all clients
  };

  std::vector<Restless> restless_;
  std::size_t next_to_keep_ = 0;
};

}  // namespace mqseal::fleet
