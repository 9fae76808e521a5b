// SPDX-License-Identifier: MIT
// When one client publishes. Open loop: the times follow from the seed alone; nothing that happens
// in a run moves them.
#pragma once

#include <cstdint>

#include "sim/base/clock.h"
#include "sim/base/rng.h"
#include "sim/scenario/scenario.h"

namespace mqseal::fleet {

using base::Nanos;

/// The intended times of one publisher, ascending from `origin`. `constant`: equal gaps after a
/// random part of the first, so that clients do not publish in step. `poisson`: exponential gaps.
class Schedule {
 public:
  /// `rate_msg_s` > 0, of this client alone. `sender` names the random stream.
  Schedule(scenario::Schedule kind,
           double rate_msg_s,
           std::uint64_t seed,
           std::uint32_t sender,
           Nanos origin);

  [[nodiscard]] Nanos next() noexcept;

 private:
  base::Rng rng_;
  scenario::Schedule kind_;
  Nanos origin_;
  double gap_ns_;
  double phase_;           ///< `constant`: the part of a gap before the first time
  double elapsed_ns_ = 0;  ///< of the time given last, from the origin
  std::uint64_t made_ = 0;
};

}  // namespace mqseal::fleet
