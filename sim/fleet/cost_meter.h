// SPDX-License-Identifier: MIT
// What one kind of short work costs inside a busy loop: seal, open. Timed call by call with the
// clock's own cost subtracted, gathered in blocks; the figure is the median of the blocks' means,
// so that the few calls which the kernel or the hypervisor interrupted do not count as the
// cipher's.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/base/clock.h"

namespace mqseal::fleet {

using base::Nanos;

class CostMeter {
 public:
  static constexpr std::size_t block = 16;  ///< calls a block

  /// One call, as two readings of the clock saw it.
  void add(Nanos took) {
    sum_ += took;
    if (++calls_ == block) {
      blocks_.push_back(static_cast<float>(sum_) / block);
      sum_ = 0;
      calls_ = 0;
    }
  }

  void merge(const CostMeter& other) {
    blocks_.insert(blocks_.end(), other.blocks_.begin(), other.blocks_.end());
  }

  /// Nanoseconds a call, never below 0; nullopt before the first block is full.
  [[nodiscard]] std::optional<double> ns(double clock_ns) const;

 private:
  std::vector<float> blocks_;
  Nanos sum_ = 0;
  std::size_t calls_ = 0;
};

/// What two readings of the monotonic clock around nothing differ by, in nanoseconds: measured now,
/// in this thread.
[[nodiscard]] double clock_cost_ns();

}  // namespace mqseal::fleet
