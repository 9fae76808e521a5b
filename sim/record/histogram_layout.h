// SPDX-License-Identifier: MIT
// Where a value lies in a histogram: HdrHistogram's layout for lowest discernible value 1 and 3
// significant digits. Bucket b holds values of [2048 * 2^(b-1), 2048 * 2^b) in steps of 2^b.
// Source: the public description of HdrHistogram ("HdrHistogram: A High Dynamic Range Histogram",
// section "Implementation"); 2048 is the power of two at or above 2 * 10^3.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace mqseal::record::layout {

inline constexpr int significant_digits = 3;
inline constexpr std::int64_t lowest = 1;
inline constexpr std::int64_t highest = (std::int64_t{1} << 42) - 1;
inline constexpr std::int64_t sub_buckets = 2048;
inline constexpr int half_magnitude = 10;  ///< log2(sub_buckets / 2)
inline constexpr int buckets = 32;         ///< 2048 * 2^31 = 2^42 is the first beyond the range
inline constexpr std::size_t bucket_total = (buckets + 1) * (sub_buckets / 2);

/// `value` in [0, highest].
constexpr std::size_t index_of(std::int64_t value) noexcept {
  const auto bits = static_cast<std::uint64_t>(value) | (sub_buckets - 1);
  const int bucket = static_cast<int>(std::bit_width(bits)) - (half_magnitude + 1);
  const std::int64_t sub_bucket = value >> bucket;
  return (static_cast<std::size_t>(bucket + 1) << half_magnitude) +
         static_cast<std::size_t>(sub_bucket) - static_cast<std::size_t>(sub_buckets / 2);
}

/// The lowest value of the place `index`.
constexpr std::int64_t lower_of(std::size_t index) noexcept {
  int bucket = static_cast<int>(index >> half_magnitude) - 1;
  auto sub_bucket = static_cast<std::int64_t>(index & (sub_buckets / 2 - 1)) + sub_buckets / 2;
  if (bucket < 0) {  // the lower half of the first bucket
    sub_bucket -= sub_buckets / 2;
    bucket = 0;
  }
  return sub_bucket << bucket;
}

/// The highest value of the place `index`, inclusive.
constexpr std::int64_t upper_of(std::size_t index) noexcept {
  const int bucket = static_cast<int>(index >> half_magnitude) - 1;
  return lower_of(index) + (std::int64_t{1} << (bucket < 0 ? 0 : bucket)) - 1;
}

static_assert(index_of(highest) == bucket_total - 1);
static_assert(upper_of(bucket_total - 1) == highest);

}  // namespace mqseal::record::layout
