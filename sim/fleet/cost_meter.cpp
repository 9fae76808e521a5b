// SPDX-License-Identifier: MIT
#include "sim/fleet/cost_meter.h"

#include <algorithm>

namespace mqseal::fleet {

namespace {

constexpr int calibration_calls = 4096;

}  // namespace

std::optional<double> CostMeter::ns(double clock_ns) const {
  if (blocks_.empty()) {
    return std::nullopt;
  }
  std::vector<float> sorted = blocks_;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  return std::max(0.0, static_cast<double>(*middle) - clock_ns / calls_together());
}

double clock_cost_ns() {
  CostMeter meter;
  for (int i = 0; i < calibration_calls; ++i) {
    const Nanos before = base::monotonic_now();
    meter.add(base::monotonic_now() - before);
  }
  return *meter.ns(0);
}

}  // namespace mqseal::fleet
