// SPDX-License-Identifier: MIT
// The search for the highest rate that holds: a staircase up to the first rate that fails, then
// bisection. Pure: what was found so far goes in, the next rate to try comes out.
#pragma once

#include <optional>

#include "sim/scenario/scenario.h"

namespace mqseal::run {

class Search {
 public:
  /// Rates are messages per second over all publishers.
  explicit Search(const scenario::SearchSettings& settings) : settings_(settings) {}

  /// The rate to try now; nullopt once the answer is known: the highest rate that held and the
  /// lowest that failed are within the tolerance, or a bound is reached.
  [[nodiscard]] std::optional<double> next() const;
  /// What came of trying next(). A rate has failed when it did so twice in a row: one failure may
  /// be the machine's.
  void judge(bool held);

  /// The highest rate that held; 0 where none did.
  [[nodiscard]] double knee() const noexcept { return held_; }

  /// The lowest rate that failed; 0 where none did (the search ended at its highest rate).
  [[nodiscard]] double failed() const noexcept { return failed_; }

 private:
  scenario::SearchSettings settings_;
  double held_ = 0, failed_ = 0;
  bool doubted_ = false;  ///< next() failed once
};

}  // namespace mqseal::run
