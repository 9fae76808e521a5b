// SPDX-License-Identifier: MIT
#include "sim/fleet/schedule.h"

namespace mqseal::fleet {

Schedule::Schedule(scenario::Schedule kind,
                   double rate_msg_s,
                   std::uint64_t seed,
                   std::uint32_t sender,
                   Nanos origin)
    : rng_(seed, "schedule", {sender}),
      kind_(kind),
      origin_(origin),
      gap_ns_(static_cast<double>(base::nanos_per_second) / rate_msg_s),
      phase_(rng_.uniform()) {}

Nanos Schedule::next() noexcept {
  if (kind_ == scenario::Schedule::poisson) {
    elapsed_ns_ += gap_ns_ * rng_.exponential();
  } else {
    elapsed_ns_ = gap_ns_ * (phase_ + static_cast<double>(made_));  // no sum of rounding errors
  }
  ++made_;
  return origin_ + static_cast<Nanos>(elapsed_ns_);
}

}  // namespace mqseal::fleet
