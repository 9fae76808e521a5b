// SPDX-License-Identifier: MIT
#include "sim/run/recovery.h"

#include <algorithm>
#include <cstddef>

#include "sim/record/negligible.h"

namespace mqseal::run {

namespace {

constexpr std::size_t steps_in_a_row = 5, least_baseline = 5;

double quantile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  const auto last = static_cast<double>(values.size() - 1);
  return values[static_cast<std::size_t>(share * last + 0.5)];
}

}  // namespace

std::optional<Baseline> baseline_before(const std::vector<record::TimelinePoint>& timeline,
                                        double harmed_s) {
  std::vector<double> delivered, p99;
  for (std::size_t i = 0; i + 1 < timeline.size() && timeline[i + 1].at_s <= harmed_s; ++i) {
    if (timeline[i].at_s >= 0) {
      delivered.push_back(static_cast<double>(timeline[i].delivered));
      p99.push_back(timeline[i].response_p99_us);
    }
  }
  if (delivered.size() < least_baseline) {
    return std::nullopt;
  }
  return Baseline{quantile(delivered, 0.5), quantile(p99, 0.5), quantile(p99, 0.95)};
}

std::optional<double> recovery_seconds(const std::vector<record::TimelinePoint>& timeline,
                                       double harmed_s,
                                       double ended_s,
                                       double margin) {
  const auto baseline = baseline_before(timeline, harmed_s);
  if (!baseline) {
    return std::nullopt;
  }
  const double slowest = std::max((1 + margin) * baseline->high_response_p99_us,
                                  baseline->response_p99_us + record::negligible_p99_us);
  std::size_t good = 0;
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    const record::TimelinePoint& step = timeline[i];
    const bool steady = step.at_s >= ended_s &&
                        static_cast<double>(step.delivered) >= (1 - margin) * baseline->delivered &&
                        step.response_p99_us <= slowest;
    good = steady ? good + 1 : 0;
    if (good == steps_in_a_row) {
      return std::max(0.0, timeline[i + 1 - steps_in_a_row].at_s - ended_s);
    }
  }
  return std::nullopt;
}

}  // namespace mqseal::run
