// SPDX-License-Identifier: MIT
// A run step by step (a second, or less), counted from the start of the measured window. Times
// given to it never go back by more than the step that is open.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/clock.h"
#include "sim/record/histogram.h"
#include "sim/record/result.h"

namespace mqseal::fleet {

using base::Nanos;

class Timeline {
 public:
  explicit Timeline(Nanos zero = 0, Nanos step = base::nanos_per_second)
      : zero_(zero), step_(step) {}

  void sent(Nanos now) { open(now), ++point_.sent; }

  void error(Nanos now) { open(now), ++point_.errors; }

  void delivered(Nanos now, Nanos response) {
    open(now);
    ++point_.delivered;
    responses_.record(response);
  }

  /// Adds another's steps; both have the same zero and step.
  void merge(Timeline& other);

  /// Every step in which something happened, in order; the timeline is empty after it.
  [[nodiscard]] std::vector<record::TimelinePoint> take();

 private:
  /// One that is over. The histogram as its buckets: a soak has hundreds.
  struct Step {
    record::TimelinePoint point;
    std::vector<record::Histogram::Bucket> responses;
  };

  /// Makes the step that `now` is in the open one.
  void open(Nanos now) {
    if (now >= closes_) {
      move_to(now);
    }
  }

  void move_to(Nanos now);
  void close();

  Nanos zero_, step_;
  Nanos closes_ = 0;  ///< when the open step ends; 0: none is open
  record::TimelinePoint point_;
  record::Histogram responses_;
  std::vector<Step> steps_;
};

}  // namespace mqseal::fleet
