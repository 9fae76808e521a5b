// SPDX-License-Identifier: MIT
// What is known of each publisher on both sides of the broker: its own thread writes, the threads
// of its subscribers read.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <vector>

#include "sim/fleet/sent_ring.h"
#include "sim/fleet/topology.h"

namespace mqseal::fleet {

/// Told of each delivery of a sender's message.
class Feedback {
 public:
  virtual void on_delivered() = 0;

 protected:
  ~Feedback() = default;
};

struct Sender {
  Sender(std::uint32_t sender_id, std::size_t group_index, std::size_t ring_capacity)
      : id(sender_id), group(group_index), ring(ring_capacity) {}

  std::uint32_t id;
  std::size_t group;  ///< index into the run's groups
  std::string topic;
  scenario::PayloadSizes payload_bytes;
  std::vector<Audience> audience;
  SentRing ring;
  Feedback* feedback = nullptr;  ///< schedule `closed`: asked in the thread that both share
  /// QoS 1 and 2, measured: what the broker acknowledged, and what waits for it at the end. Read
  /// after the threads have ended.
  std::vector<Sequence> acknowledged, unacknowledged;
  /// Sequence of its first message in the measured window: this one and all after it count.
  std::atomic<Sequence> first_measured{std::numeric_limits<Sequence>::max()};
};

/// All senders of a run; ids run from 1 without gaps.
class Senders {
 public:
  Senders(const std::vector<scenario::Group>& groups, const Topology& topology);

  /// nullptr where no publisher has this id.
  [[nodiscard]] Sender* find(std::uint32_t id) noexcept {
    return id >= 1 && id <= all_.size() ? &all_[id - 1] : nullptr;
  }

  [[nodiscard]] std::deque<Sender>& all() noexcept { return all_; }

 private:
  std::deque<Sender> all_;
};

}  // namespace mqseal::fleet
