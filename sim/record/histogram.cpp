// SPDX-License-Identifier: MIT
// The buckets: counting, merging, percentiles. The encoding is in histogram_codec.cpp.
#include "sim/record/histogram.h"

#include <algorithm>
#include <cmath>

#include "sim/record/histogram_layout.h"

namespace mqseal::record {

void Histogram::reserve() {
  if (counts_.empty()) {
    counts_.assign(layout::bucket_total, 0);
  }
}

void Histogram::clear() noexcept {
  std::fill(counts_.begin(), counts_.end(), 0);
  total_ = negative_ = clipped_ = 0;
  min_ = max_ = 0;
  sum_ = 0;
}

void Histogram::record(std::int64_t value) {
  if (value < 0) {
    ++negative_;
    return;
  }
  reserve();
  if (value > layout::highest) {
    ++clipped_;
  }
  min_ = total_ == 0 ? value : std::min(min_, value);
  max_ = std::max(max_, value);
  sum_ += static_cast<double>(value);
  ++counts_[layout::index_of(std::min(value, layout::highest))];
  ++total_;
}

void Histogram::merge(const Histogram& other) {
  negative_ += other.negative_;
  if (other.total_ == 0) {
    return;
  }
  reserve();
  for (std::size_t i = 0; i < layout::bucket_total; ++i) {
    counts_[i] += other.counts_[i];
  }
  min_ = total_ == 0 ? other.min_ : std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  total_ += other.total_;
  clipped_ += other.clipped_;
  sum_ += other.sum_;
}

double Histogram::mean() const noexcept {
  return total_ == 0 ? 0.0 : sum_ / static_cast<double>(total_);
}

std::int64_t Histogram::percentile(double percentile) const noexcept {
  if (total_ == 0) {
    return 0;
  }
  // The rank as in HdrHistogram: rounded to the nearest, at least the first value.
  const double share = std::clamp(percentile, 0.0, 100.0) / 100.0;
  const auto rank = std::max<std::uint64_t>(
      1, static_cast<std::uint64_t>(share * static_cast<double>(total_) + 0.5));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen >= rank) {
      return std::min(layout::upper_of(i), max_);
    }
  }
  return max_;
}

std::vector<Histogram::Bucket> Histogram::buckets() const {
  std::vector<Bucket> filled;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] != 0) {
      filled.push_back({layout::upper_of(i), counts_[i]});
    }
  }
  return filled;
}

}  // namespace mqseal::record
