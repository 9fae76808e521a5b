// SPDX-License-Identifier: MIT
// One virtual publisher: at each intended time of its schedule it makes a payload, seals it, and
// hands it to its client. What is due while it cannot send waits, and its response time goes on.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "ciphers/envelope/envelope.h"
#include "sim/fleet/batch_queue.h"
#include "sim/fleet/device_cost.h"
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
  const std::function<void()>& inside_seal;  ///< Options::inside_seal
  DeviceCost device;
  std::vector<std::uint8_t> plaintext, sealed;  ///< scratch of one message, of the longest
  std::unique_ptr<BatchQueue> batches;          ///< sealing: batch; nullptr for single
};

class Publisher final : public Member, private Feedback, private BatchQueue::Guest {
 public:
  /// `sender` and `shared` must outlive it.
  Publisher(const Place& place,
            PublisherGroup& shared,
            Sender& sender,
            const std::string& id,
            std::uint32_t source,
            const client::Identity* identity);

  /// Starts the schedule.
  void begin(const Window& window, std::uint64_t seed);
  /// Ends it: what was due before `until` and not sent is left behind; what the broker has not
  /// acknowledged goes to the sender's ledger.
  void finish(Nanos until);
  /// Whether it has sent all that was due and the broker has acknowledged it.
  [[nodiscard]] bool is_done() const noexcept;

 private:
  /// A message of QoS 1 or 2 that waits for its acknowledgement, as sealed: a clean session that
  /// breaks sends the same bytes again.
  struct Pending {
    int message_id;
    Sequence sequence;
    bool measured;
    std::vector<std::uint8_t> sealed;
  };

  void arrive() override;
  void leave() override;

  void on_message(const client::Message&) override {}

  void on_acknowledged(int message_id, int reason) override;
  void on_sendable() override;
  void on_delivered() override;
  void publish_due();
  void publish_closed(Nanos now);
  [[nodiscard]] bool can_send();
  [[nodiscard]] bool has_room();
  [[nodiscard]] bool publish(Nanos intended);
  [[nodiscard]] bool write(BatchQueue::Slot& slot) override;
  void add(BatchQueue::Slot& slot, envelope::Batch& batch) override;
  void send(const BatchQueue::Slot& slot, Nanos now, Nanos late) override;

  struct Sealed {
    std::span<const std::uint8_t> bytes;  ///< in the group's scratch
    Nanos at;
  };

  [[nodiscard]] Sealed seal(Sequence sequence, bool measured);
  [[nodiscard]] std::span<std::uint8_t> write_payload(Sequence sequence,
                                                      std::span<std::uint8_t> room) const;
  /// `due`: from when on it counts as late.
  void hand_over(Sequence sequence,
                 std::span<const std::uint8_t> sealed,
                 SentTimes times,
                 Nanos due);
  /// prepare() made room, so anything but `sealed` is a bug, thrown as base::Error.
  static void require_sealed(envelope::SealStatus status);
  void take_up(client::PublishStatus status, Pending pending);
  [[nodiscard]] bool resend();
  void advance();

  [[nodiscard]] bool is_closed_loop() const noexcept {
    return shared_.group.schedule == scenario::Schedule::closed;
  }

  PublisherGroup& shared_;
  Sender& sender_;
  envelope::Sealer sealer_;
  net::Timer timer_;
  std::optional<Schedule> schedule_;
  Window window_;
  Nanos intended_ = 0;      ///< open loop: of the message that is to be sent next
  Nanos device_delay_ = 0;  ///< of that message
  std::vector<Pending> pending_;
  std::size_t resent_ = 0;        ///< of pending_, sent again on this connection
  std::uint64_t owed_ = 0;        ///< closed loop: messages that may be sent now
  std::uint64_t receivers_ = 0;   ///< of each message
  std::uint64_t deliveries_ = 0;  ///< closed loop: since a message was last owed for them
  bool waiting_ = false;          ///< a message is due and cannot be sent yet
  Nanos free_since_ = 0;          ///< when that ended last
  bool stopped_ = false;          ///< no message will be sent any more
  bool queued_ = false;           ///< its message waits for a batch
};

}  // namespace mqseal::fleet
