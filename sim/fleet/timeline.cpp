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
  seconds_.push_back({point_, responses_.buckets()});
  point_ = {};
  responses_.clear();
  closes_ = 0;
}

void Timeline::move_to(Nanos now) {
  close();
  Nanos second = (now - zero_) / base::nanos_per_second;
  second -= (now < zero_ && (now - zero_) % base::nanos_per_second != 0) ? 1 : 0;
  point_.at_s = static_cast<double>(second);
  closes_ = zero_ + (second + 1) * base::nanos_per_second;
}

void Timeline::merge(Timeline& other) {
  close();
  other.close();
  std::vector<Second> all;
  auto mine = seconds_.begin();
  for (Second& theirs : other.seconds_) {
    for (; mine != seconds_.end() && mine->point.at_s < theirs.point.at_s; ++mine) {
      all.push_back(std::move(*mine));
    }
    if (mine != seconds_.end() && mine->point.at_s == theirs.point.at_s) {
      theirs.point.sent += mine->point.sent;
      theirs.point.delivered += mine->point.delivered;
      theirs.point.errors += mine->point.errors;
      theirs.responses = merged(mine->responses, theirs.responses);
      ++mine;
    }
    all.push_back(std::move(theirs));
  }
  std::move(mine, seconds_.end(), std::back_inserter(all));
  seconds_ = std::move(all);
  other.seconds_.clear();
}

std::vector<record::TimelinePoint> Timeline::take() {
  close();
  std::vector<record::TimelinePoint> points;
  for (Second& second : seconds_) {
    second.point.response_p50_us = percentile_us(second.responses, median);
    second.point.response_p99_us = percentile_us(second.responses, p99);
    points.push_back(second.point);
  }
  seconds_.clear();
  return points;
}

}  // namespace mqseal::fleet
