// SPDX-License-Identifier: MIT
// One virtual publisher: at each intended time of its schedule it makes a payload, seals it, and
// hands it to its client. What is due while it cannot send waits, and its response time goes on.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "ciphers/envelope/envelope.h"
#include "sim/fleet/member.h"
#include "sim/fleet/payload.h"
#include "sim/fleet/schedule.h"
#include "sim/fleet/sender.h"
#include "sim/fleet/tally.h"

namespace mqseal::fleet {

/// What all publishers of one group and shard share.
struct PublisherGroup {
  const scenario::Group& group;
  client::Profile profile;
  envelope::KeyRing& keys;
  Payloads payloads;
  Tally& tally;
  const std::function<void()>& inside_seal;     ///< Options::inside_seal
  std::vector<std::uint8_t> plaintext, sealed;  ///< scratch of one message
};

class Publisher final : public Member {
 public:
  /// `sender` and `shared` must outlive it.
  Publisher(const Place& place,
            PublisherGroup& shared,
            Sender& sender,
            const std::string& id,
            std::uint32_t source);

  /// Starts the schedule.
  void begin(const Window& window, std::uint64_t seed);
  /// Ends it: what was due before `until` and not sent is left behind, what the broker has not
  /// acknowledged is in flight.
  void finish(Nanos until);
  /// Whether it has sent all that was due and the broker has acknowledged it.
  [[nodiscard]] bool is_done() const noexcept;

 private:
  struct Unacknowledged {
    int message_id;
    bool measured;
  };

  void arrive() override;
  void leave() override;

  void on_message(const client::Message&) override {}

  void on_acknowledged(int message_id, int reason) override;
  void on_sendable() override;
  void publish_due();
  [[nodiscard]] bool publish(Nanos intended);
  void take_up(client::PublishStatus status, int message_id, bool measured);
  void advance();

  PublisherGroup& shared_;
  Sender& sender_;
  envelope::Sealer sealer_;
  net::Timer timer_;
  std::optional<Schedule> schedule_;
  Window window_;
  Nanos intended_ = 0;  ///< of the message that is to be sent next
  std::vector<Unacknowledged> unacknowledged_;
  bool waiting_ = false;  ///< that message is due and cannot be sent yet
  bool stopped_ = false;  ///< no message will be sent any more
};

}  // namespace mqseal::fleet
