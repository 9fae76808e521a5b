// SPDX-License-Identifier: MIT
// Does a run's faults to its broker when they are due: pauses it, ends it, starts it again.
#pragma once

#include <cstddef>
#include <mutex>
#include <vector>

#include "sim/broker/broker.h"
#include "sim/record/result.h"
#include "sim/scenario/scenario.h"

namespace mqseal::run {

using base::Nanos;

/// All but broker_alive() belongs to one thread.
class FaultPlayer {
 public:
  /// Both must outlive it.
  FaultPlayer(const std::vector<scenario::Fault>& faults, broker::Broker& broker);

  /// The measured window begins at `begin` (monotonic clock): now the times are known.
  void set_window(Nanos begin) noexcept;
  /// When act() has something to do; the largest time where nothing is left, or none is known yet.
  [[nodiscard]] Nanos next() const noexcept;
  /// Begins or ends the fault that is due. A restart takes until the broker answers again. Throws
  /// as Broker::restart().
  void act();

  /// True while the broker runs, or is down by a fault. From any thread.
  [[nodiscard]] bool broker_alive();

  /// What was done, as it happened.
  [[nodiscard]] const std::vector<record::Fault>& done() const noexcept { return done_; }

 private:
  void begin_fault(const scenario::Fault& fault);
  void end_fault(const scenario::Fault& fault);

  const std::vector<scenario::Fault>& faults_;
  broker::Broker& broker_;
  std::mutex mutex_;  ///< of broker_ and down_
  bool down_ = false;
  std::size_t fault_ = 0;  ///< the one that is due or under way
  bool under_way_ = false;
  Nanos window_ = 0;  ///< 0: not known
  Nanos began_ = 0;
  std::vector<record::Fault> done_;
};

}  // namespace mqseal::run
