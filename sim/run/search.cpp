// SPDX-License-Identifier: MIT
#include "sim/run/search.h"

#include <algorithm>
#include <cmath>

namespace mqseal::run {

namespace {

/// A search that finds nothing to hold on its way down gives up below this share of its start.
constexpr double floor_share = 1e-3;

}  // namespace

std::optional<double> Search::next() const {
  if (failed_ == 0) {
    const double wanted = held_ == 0 ? settings_.start_msg_s : held_ * settings_.factor;
    return held_ >= settings_.highest_msg_s
               ? std::nullopt
               : std::optional(std::min(wanted, settings_.highest_msg_s));
  }
  if (held_ == 0) {
    const double lower = failed_ / settings_.factor;
    return lower < settings_.start_msg_s * floor_share ? std::nullopt : std::optional(lower);
  }
  if (failed_ <= held_ * (1 + settings_.tolerance)) {
    return std::nullopt;
  }
  return std::sqrt(held_ * failed_);
}

void Search::judge(bool held) {
  const double rate = next().value_or(0);
  if (held) {
    held_ = rate;
    doubted_ = false;
  } else if (!doubted_) {
    doubted_ = true;
  } else {
    failed_ = rate;
    doubted_ = false;
  }
}

}  // namespace mqseal::run
