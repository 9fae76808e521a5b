// SPDX-License-Identifier: MIT
#include "sim/fleet/timeline.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace mqseal::fleet {

namespace {

constexpr double median = 50, p99 = 99, ns_per_us = 1e3;

using Buckets = std::vector<record::Histogram::Bucket>;

Buckets merged(const Buckets& a, const Buckets& b) {
  Buckets both;
  both.reserve(a.size() + b.size());
  std::ranges::merge(a,
                     b,
                     std::back_inserter(both),
                     {},
                     &record::Histogram::Bucket::upper,
                     &record::Histogram::Bucket::upper);
  return both;
}

double percentile_us(const Buckets& buckets, double percentile) {
  std::uint64_t total = 0;
  for (const auto& bucket : buckets) {
    total += bucket.count;
  }
  const double wanted = static_cast<double>(total) * percentile / 100;
  std::uint64_t seen = 0;
  for (const auto& bucket : buckets) {
    seen += bucket.count;
    if (static_cast<double>(seen) >= wanted) {
      return static_cast<double>(bucket.upper) / ns_per_us;
    }
  }
  return 0;
}

}  // namespace

void Timeline::close() {
  if (closes_ == 0) {
    return;
  }
  steps_.push_back({point_, responses_.buckets()});
  point_ = {};
  responses_.clear();
  closes_ = 0;
}

void Timeline::move_to(Nanos now) {
  close();
  Nanos number = (now - zero_) / step_;
  number -= (now < zero_ && (now - zero_) % step_ != 0) ? 1 : 0;
  point_.at_s = static_cast<double>(number * step_) / static_cast<double>(base::nanos_per_second);
  closes_ = zero_ + (number + 1) * step_;
}

void Timeline::merge(Timeline& other) {
  close();
  other.close();
  std::vector<Step> all;
  auto mine = steps_.begin();
  for (Step& theirs : other.steps_) {
    for (; mine != steps_.end() && mine->point.at_s < theirs.point.at_s; ++mine) {
      all.push_back(std::move(*mine));
    }
    if (mine != steps_.end() && mine->point.at_s == theirs.point.at_s) {
      theirs.point.sent += mine->point.sent;
      theirs.point.delivered += mine->point.delivered;
      theirs.point.errors += mine->point.errors;
      theirs.responses = merged(mine->responses, theirs.responses);
      ++mine;
    }
    all.push_back(std::move(theirs));
  }
  std::move(mine, steps_.end(), std::back_inserter(all));
  steps_ = std::move(all);
  other.steps_.clear();
}

std::vector<record::TimelinePoint> Timeline::take() {
  close();
  std::vector<record::TimelinePoint> points;
  for (Step& step : steps_) {
    step.point.response_p50_us = percentile_us(step.responses, median);
    step.point.response_p99_us = percentile_us(step.responses, p99);
    step.point.responses = std::move(step.responses);
    points.push_back(std::move(step.point));
  }
  steps_.clear();
  return points;
}

}  // namespace mqseal::fleet
