// SPDX-License-Identifier: MIT
// Log-linear histogram with 3 significant decimal digits, in the bucket layout of HdrHistogram, so
// that its own readers accept what we write. Merges without loss. Not thread-safe: one a thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mqseal::record {

/// Counts of int64 values (nanoseconds here) in [0, highest trackable]; relative error < 0.1 %.
class Histogram {
 public:
  /// Lowest discernible value 1, highest 2^42-1 ns (73 minutes), 3 significant digits. Holds no
  /// memory until the first value; then 264 KiB for its life.
  Histogram() = default;

  /// Takes the memory now, so that the first record() costs what the others do.
  void reserve();
  /// Forgets every value; keeps the memory.
  void clear() noexcept;
  /// A negative value is counted in negative() and nowhere else; one above the range in the top
  /// bucket and clipped().
  void record(std::int64_t value);
  void merge(const Histogram& other);

  [[nodiscard]] std::uint64_t count() const noexcept { return total_; }

  [[nodiscard]] std::int64_t min() const noexcept { return min_; }  ///< exact; 0 where empty

  [[nodiscard]] std::int64_t max() const noexcept { return max_; }  ///< exact; 0 where empty

  [[nodiscard]] double mean() const noexcept;  ///< exact sum / count; 0 where empty

  [[nodiscard]] std::uint64_t negative() const noexcept { return negative_; }

  [[nodiscard]] std::uint64_t clipped() const noexcept { return clipped_; }

  /// Highest value equivalent to the value at `percentile` in [0, 100], but never above max(); 0
  /// where empty.
  [[nodiscard]] std::int64_t percentile(double percentile) const noexcept;

  /// One bucket that is not empty: values up to `upper` (inclusive), `count` of them.
  struct Bucket {
    std::int64_t upper;
    std::uint64_t count;
  };

  [[nodiscard]] std::vector<Bucket> buckets() const;

  /// V2 compressed, base64 ("HISTFAAA..."), as an interval log line holds it. The encoding has no
  /// place for negative(), clipped() and the exact min, max and mean.
  [[nodiscard]] std::string encode() const;
  /// min, max and mean come back as their buckets' bounds and middles. Throws base::Error
  /// (environment) on text that is not a histogram of this layout.
  static Histogram decode(const std::string& base64);

 private:
  void count_at(std::size_t index, std::uint64_t count);

  std::vector<std::uint64_t> counts_;  ///< empty, or one for each bucket
  std::uint64_t total_ = 0, negative_ = 0, clipped_ = 0;
  std::int64_t min_ = 0, max_ = 0;
  double sum_ = 0;
};

}  // namespace mqseal::record
