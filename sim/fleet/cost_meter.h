// SPDX-License-Identifier: MIT
// What one kind of short work costs inside a busy loop: seal, open. Timed call by call with the
// clock's own cost subtracted, gathered in blocks; the figure is the median of the blocks' means,
// so that the few calls which the kernel or the hypervisor interrupted do not count as the
// cipher's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/base/clock.h"

namespace mqseal::fleet {

using base::Nanos;

class CostMeter {
 public:
  static constexpr std::size_t block = 16;  ///< calls a block, or more where they come together

  /// One call, as two readings of the clock saw it.
  void add(Nanos took) { add_many(took, 1); }

  /// Several calls between two readings of the clock.
  void add_many(Nanos took, std::size_t calls) {
    sum_ += took;
    calls_ += calls;
    all_calls_ += calls;
    ++readings_;
    if (calls_ >= block) {
      blocks_.push_back(static_cast<float>(sum_) / static_cast<float>(calls_));
      sum_ = 0;
      calls_ = 0;
    }
  }

  void merge(const CostMeter& other) {
    blocks_.insert(blocks_.end(), other.blocks_.begin(), other.blocks_.end());
    all_calls_ += other.all_calls_;
    readings_ += other.readings_;
  }

  /// Nanoseconds a call, never below 0; nullopt before the first block is full.
  [[nodiscard]] std::optional<double> ns(double clock_ns) const;

  /// Calls that came between two readings of the clock, on average; 0 before the first.
  [[nodiscard]] double calls_together() const noexcept {
    return readings_ == 0 ? 0 : static_cast<double>(all_calls_) / static_cast<double>(readings_);
  }

 private:
  std::vector<float> blocks_;
  Nanos sum_ = 0;
  std::size_t calls_ = 0;
  std::uint64_t all_calls_ = 0, readings_ = 0;
};

/// What two readings of the monotonic clock around nothing differ by, in nanoseconds: measured now,
/// in this thread.
[[nodiscard]] double clock_cost_ns();

}  // namespace mqseal::fleet
