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

  /// Every second so far in which something happened; closes the open one.
  [[nodiscard]] std::vector<record::TimelinePoint> take();

 private:
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
  std::vector<record::TimelinePoint> points_;
};

}  // namespace mqseal::fleet
