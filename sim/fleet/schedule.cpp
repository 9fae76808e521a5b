// SPDX-License-Identifier: MIT
// Times are computed from the number of the message, not from the time before: no rounding adds up.
#include "sim/fleet/schedule.h"

#include <cmath>

namespace mqseal::fleet {

namespace {

double seconds(Nanos duration) {
  return static_cast<double>(duration) / static_cast<double>(base::nanos_per_second);
}

}  // namespace

Schedule::Schedule(const scenario::Group& group,
                   std::uint64_t seed,
                   std::uint32_t sender,
                   const Window& window)
    : rng_(seed, "schedule", {sender}),
      kind_(group.schedule),
      origin_(window.origin),
      rate_(group.rate_msg_s),
      rate_to_(group.rate_to_s),
      warm_up_s_(seconds(window.begin - window.origin)),
      measure_s_(seconds(window.end - window.begin)),
      burst_(group.schedule == scenario::Schedule::bursty ? static_cast<std::uint64_t>(group.burst)
                                                          : 1),
      steps_(group.steps),
      phase_(rng_.uniform()) {}

Nanos Schedule::next() noexcept {
  double at = 0;
  if (kind_ == scenario::Schedule::poisson) {
    poisson_s_ += rng_.exponential() / rate_;
    at = poisson_s_;
  } else {
    // All messages of a burst are due at its start.
    const std::uint64_t burst = made_ / burst_;
    at = seconds_of((phase_ + static_cast<double>(burst)) * static_cast<double>(burst_));
  }
  ++made_;
  return origin_ + static_cast<Nanos>(at * static_cast<double>(base::nanos_per_second));
}

double Schedule::seconds_of(double messages) const noexcept {
  const double in_warm_up = rate_ * warm_up_s_;
  const bool changes = kind_ == scenario::Schedule::ramp || kind_ == scenario::Schedule::staircase;
  if (!changes || messages <= in_warm_up) {
    return messages / rate_;
  }
  const double rest = messages - in_warm_up;
  return warm_up_s_ + (kind_ == scenario::Schedule::ramp ? ramp(rest) : staircase(rest));
}

/// Solves rate t + (rate_to - rate) t^2 / (2 T) = messages for t.
double Schedule::ramp(double messages) const noexcept {
  const double growth = (rate_to_ - rate_) / measure_s_;  // messages per second squared
  const double under_root = rate_ * rate_ + 2 * growth * messages;
  if (under_root <= 0) {
    return measure_s_;  // a falling rate that has reached its end
  }
  return 2 * messages / (rate_ + std::sqrt(under_root));
}

double Schedule::staircase(double messages) const noexcept {
  const double step_s = measure_s_ / steps_;
  double at = 0;
  for (int step = 0; step < steps_; ++step) {
    const double rate = rate_ + (rate_to_ - rate_) * step / (steps_ - 1);
    if (messages <= rate * step_s) {
      return at + messages / rate;
    }
    messages -= rate * step_s;
    at += step_s;
  }
  return at + messages / rate_to_;
}

}  // namespace mqseal::fleet
