// SPDX-License-Identifier: MIT
// When a fleet was itself again after its broker was hurt: from the run's timeline alone. Pure.
#pragma once

#include <optional>
#include <vector>

#include "sim/record/result.h"

namespace mqseal::run {

/// How steady the run was before the harm: of the timeline's steps in the measured window before
/// it, the median of deliveries, and median and 95th percentile of the steps' p99.
struct Baseline {
  double delivered = 0, response_p99_us = 0, high_response_p99_us = 0;
};

/// nullopt with fewer than 5 steps before `harmed_s`.
[[nodiscard]] std::optional<Baseline> baseline_before(
    const std::vector<record::TimelinePoint>& timeline, double harmed_s);

/// Seconds from `ended_s` to the first of five steps in a row that deliver at least 1 - margin of
/// the baseline and whose p99 is at most 1 + margin of its high one, or above the median one by no
/// more than is negligible. nullopt: not by the timeline's end, or there is no baseline. Times
/// count from the start of the measured window.
[[nodiscard]] std::optional<double> recovery_seconds(
    const std::vector<record::TimelinePoint>& timeline,
    double harmed_s,
    double ended_s,
    double margin);

}  // namespace mqseal::run
