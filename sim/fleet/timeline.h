// SPDX-License-Identifier: MIT
// A run second by second, counted from the start of the measured window. Times given to it never go
// back by more than the second that is open.
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
  explicit Timeline(Nanos zero = 0) : zero_(zero) {}

  void sent(Nanos now) { open(now), ++point_.sent; }

  void error(Nanos now) { open(now), ++point_.errors; }

  void delivered(Nanos now, Nanos response) {
    open(now);
    ++point_.delivered;
    responses_.record(response);
  }

  /// Adds another's seconds; both have the same zero.
  void merge(Timeline& other);

  /// Every second in which something happened, in order; the timeline is empty after it.
  [[nodiscard]] std::vector<record::TimelinePoint> take();

 private:
  /// One that is over. The histogram as its buckets: a soak has hundreds of seconds.
  struct Second {
    record::TimelinePoint point;
    std::vector<record::Histogram::Bucket> responses;
  };

  /// Makes the second that `now` is in the open one.
  void open(Nanos now) {
    if (now >= closes_) {
      move_to(now);
    }
  }

  void move_to(Nanos now);
  void close();

  Nanos zero_;
  Nanos closes_ = 0;  ///< when the open second ends; 0: none is open
  record::TimelinePoint point_;
  record::Histogram responses_;
  std::vector<Second> seconds_;
};

}  // namespace mqseal::fleet
