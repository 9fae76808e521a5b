// SPDX-License-Identifier: MIT
// One virtual subscriber: opens each envelope that arrives, checks who sent what on which topic,
// and times it.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "ciphers/envelope/envelope.h"
#include "ciphers/envelope/replay_window.h"
#include "sim/fleet/ledger.h"
#include "sim/fleet/member.h"
#include "sim/fleet/payload.h"
#include "sim/fleet/sender.h"
#include "sim/fleet/tally.h"

namespace mqseal::fleet {

/// What all subscribers of one group and shard share.
struct SubscriberGroup {
  const scenario::Group& group;
  std::size_t index;  ///< of the group in the run
  client::Profile profile;
  envelope::KeyRing& keys;
  envelope::OpenerConfig opener;
  Payloads payloads;
  Tally& tally;
  Senders& senders;
  const Topology& topology;
  std::vector<std::uint8_t> opened;  ///< scratch of one message

  /// Whether the format says nothing of sender and sequence, so that the payload's label must.
  [[nodiscard]] bool is_labelled() const noexcept {
    return keys.config().format == envelope::Format::raw ||
           keys.config().format == envelope::Format::lab;
  }

  /// Whether the envelope lets copies through, so that the ledger must tell them.
  [[nodiscard]] bool needs_ledger() const noexcept {
    return is_labelled() || opener.window_bits == 0;
  }
};

class Subscriber final : public Member {
 public:
  /// `shared` must outlive it.
  Subscriber(const Place& place,
             SubscriberGroup& shared,
             std::string filter,
             const std::string& id,
             std::uint32_t source,
             const client::Identity* identity);

  /// Adds what it has had of each sender's measured QoS 1 and 2 messages.
  void hand_over(Receipts& receipts);
  /// Also gives up a subscription that the broker does not answer.
  void housekeep(Nanos now) override;

 private:
  /// What this receiver has had from one sender.
  struct Heard {
    Sequence highest = 0;
    envelope::ReplayWindow ledger;   ///< used where the envelope keeps no window
    std::vector<Sequence> receipts;  ///< QoS 1 and 2, measured
  };

  void arrive() override;
  void leave() override;
  void on_message(const client::Message& message) override;

  void on_acknowledged(int, int) override {}

  void on_sendable() override {}

  [[nodiscard]] envelope::Opened open(const client::Message& message);
  void read_label_of(envelope::Opened& opened) const noexcept;
  [[nodiscard]] std::size_t flow_of(const Sender* sender) const noexcept;
  [[nodiscard]] bool is_genuine(const Sender& sender,
                                const envelope::Opened& opened,
                                const client::Message& message) const noexcept;
  void deliver(Sender& sender, std::size_t flow, Sequence sequence, Nanos now);

  SubscriberGroup& shared_;
  envelope::Opener opener_;
  std::string filter_;
  Nanos asked_ = 0;  ///< when the subscription went out; 0: none is unanswered
  std::unordered_map<std::uint32_t, Heard> heard_;
};

}  // namespace mqseal::fleet
