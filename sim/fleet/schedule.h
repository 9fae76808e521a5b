// SPDX-License-Identifier: MIT
// When one client publishes. Open loop: the times follow from the seed alone; nothing that happens
// in a run moves them.
#pragma once

#include <cstdint>

#include "sim/base/rng.h"
#include "sim/fleet/window.h"
#include "sim/scenario/scenario.h"

namespace mqseal::fleet {

/// The intended times of one publisher, ascending from the window's origin. A random part of the
/// first gap keeps clients out of step. Ramp and staircase hold their first rate in the warm-up and
/// reach their last at the window's end. Not for schedule `closed`, which has no times.
class Schedule {
 public:
  /// `sender` names the random stream. The group's rates are of each client.
  Schedule(const scenario::Group& group,
           std::uint64_t seed,
           std::uint32_t sender,
           const Window& window);

  [[nodiscard]] Nanos next() noexcept;

 private:
  /// Seconds from the origin by which `messages` messages are due.
  [[nodiscard]] double seconds_of(double messages) const noexcept;
  [[nodiscard]] double ramp(double messages) const noexcept;
  [[nodiscard]] double staircase(double messages) const noexcept;

  base::Rng rng_;
  scenario::Schedule kind_;
  Nanos origin_;
  double rate_, rate_to_;  ///< messages a second
  double warm_up_s_, measure_s_;
  std::uint64_t burst_;
  int steps_;
  double phase_;          ///< the part of a gap before the first time
  double poisson_s_ = 0;  ///< `poisson`: the time given last
  std::uint64_t made_ = 0;
};

}  // namespace mqseal::fleet
