// SPDX-License-Identifier: MIT
#include "sim/fleet/timeline.h"

#include <utility>

namespace mqseal::fleet {

namespace {

constexpr double median = 50, p99 = 99, ns_per_us = 1e3;

}  // namespace

void Timeline::close() {
  if (closes_ == 0) {
    return;
  }
  point_.response_p50_us = static_cast<double>(responses_.percentile(median)) / ns_per_us;
  point_.response_p99_us = static_cast<double>(responses_.percentile(p99)) / ns_per_us;
  points_.push_back(point_);
  point_ = {};
  responses_.clear();
  closes_ = 0;
}

void Timeline::move_to(Nanos now) {
  close();
  Nanos second = (now - zero_) / base::nanos_per_second;
  second -= (now < zero_ && (now - zero_) % base::nanos_per_second != 0) ? 1 : 0;
  point_.at_s = static_cast<double>(second);
  closes_ = zero_ + (second + 1) * base::nanos_per_second;
}

std::vector<record::TimelinePoint> Timeline::take() {
  close();
  return std::move(points_);
}

}  // namespace mqseal::fleet
