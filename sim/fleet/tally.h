// SPDX-License-Identifier: MIT
// What one shard counts and times. Only its own thread writes; merged after the threads have
// ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/fleet/cost_meter.h"
#include "sim/fleet/fleet.h"
#include "sim/fleet/sent_ring.h"
#include "sim/fleet/timeline.h"
#include "sim/fleet/topology.h"
#include "sim/fleet/window.h"
#include "sim/record/result.h"

namespace mqseal::fleet {

struct FlowTally {
  record::Counts counts;
  record::Histogram response, service;
};

/// Why a message that arrived was not delivered.
enum class Fault : std::uint8_t {
  rejected,    ///< the envelope did not open, or its content is not what its sender wrote
  duplicated,  ///< delivered before
  stale        ///< older than the replay window
};

class Tally {
 public:
  explicit Tally(std::size_t flows, Nanos timeline_step = base::nanos_per_second)
      : flows_(flows), timeline_step_(timeline_step) {}

  /// Takes the memory of the measured window's histograms. Before this nothing is counted.
  void begin(const Window& window);

  /// `due`: when it should have been handed to the network: the intended time, and what its device
  /// takes. `held`: the client could not send then, which is not the generator's lateness.
  void sent(const std::vector<Audience>& audience, SentTimes times, Nanos due, bool held);
  /// Due in the measured window and never sent.
  void left_behind(const std::vector<Audience>& audience);
  void key_exhausted(const std::vector<Audience>& audience);

  /// A message of the measured window. `times`: nullopt where the ring has lost them. `in_order`:
  /// above all sequences of its sender that this receiver had before.
  void delivered(std::size_t flow, std::optional<SentTimes> times, Nanos now, bool in_order);
  /// One of the warm-up: seen in the timeline and in progress, not in the ledger.
  void warmed_up(std::optional<SentTimes> times, Nanos now);
  void fault(std::size_t flow, Fault fault, Nanos now);

  /// Deliveries due for what was sent, and deliveries, of the measured window.
  [[nodiscard]] std::uint64_t sent_total() const noexcept { return sent_; }

  [[nodiscard]] std::uint64_t delivered_total() const noexcept { return delivered_; }

  [[nodiscard]] std::uint64_t faults() const noexcept { return faults_; }

  /// Response times since the reader last cleared it.
  [[nodiscard]] record::Histogram& interval() noexcept { return interval_; }

  /// Adds another shard's, which is over.
  void merge(Tally& other);
  /// Closes the ledger of every flow: lost = sent - delivered - in flight.
  void settle();

  [[nodiscard]] std::vector<FlowTally>& flows() noexcept { return flows_; }

  [[nodiscard]] record::Histogram& lateness() noexcept { return lateness_; }

  /// Steps in which something happened.
  [[nodiscard]] std::vector<record::TimelinePoint> timeline() { return timeline_.take(); }

  CostMeter seal, open;
  /// Connections that ended while they were needed, messages that libmosquitto did not take, and
  /// payloads that were authentic and not what was written.
  std::uint64_t drops = 0, refused = 0, wrong_content = 0;
  std::uint64_t resent = 0;  ///< messages sent again after a connection ended
  /// PUBLISH packets that the fleet handed to its clients, and that reached them: warm-up, resends
  /// and strangers' included.
  std::uint64_t published = 0, received = 0;
  std::uint64_t left = 0;      ///< times that a client went away by its churn
  std::uint64_t returned = 0;  ///< times that a client was online again
  std::string last_drop;

 private:
  void show(Nanos response, Nanos now);

  std::vector<FlowTally> flows_;
  Nanos timeline_step_;
  record::Histogram lateness_, interval_;
  Timeline timeline_;
  Window window_;
  std::uint64_t sent_ = 0, delivered_ = 0, faults_ = 0;
};

}  // namespace mqseal::fleet
