// SPDX-License-Identifier: MIT
// Log-linear histogram with 3 significant decimal digits, in the bucket layout of HdrHistogram, so
// that its own readers accept what we write. Merges without loss. Not thread-safe: one a thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mqseal::record {

/// Counts of int64 values (nanoseconds here) in [0, highest trackable]; relative error < 0.1 %.
class Histogram {
 public:
  /// Lowest discernible value 1, highest 2^42-1 ns (73 minutes), 3 significant digits.
  Histogram();

  /// A negative value is counted in negative() and nowhere else; one above the range in the top
  /// bucket and clipped().
  void record(std::int64_t value) noexcept;
  void merge(const Histogram& other);

  [[nodiscard]] std::uint64_t count() const noexcept;
  [[nodiscard]] std::int64_t min() const noexcept;  ///< exact; 0 where empty
  [[nodiscard]] std::int64_t max() const noexcept;  ///< exact; 0 where empty
  [[nodiscard]] double mean() const noexcept;       ///< exact sum / count; 0 where empty
  [[nodiscard]] std::uint64_t negative() const noexcept;
  [[nodiscard]] std::uint64_t clipped() const noexcept;
  /// Highest value equivalent to the value at `percentile` in [0, 100]; 0 where empty.
  [[nodiscard]] std::int64_t percentile(double percentile) const noexcept;

  /// One bucket that is not empty: values up to `upper` (inclusive), `count` of them.
  struct Bucket {
    std::int64_t upper;
    std::uint64_t count;
  };

  [[nodiscard]] std::vector<Bucket> buckets() const;

  /// V2 compressed, base64 ("HISTFAAA..."), as an interval log line holds it.
  [[nodiscard]] std::string encode() const;
  /// Throws base::Error (environment) on text that is not such a histogram.
  static Histogram decode(const std::string& base64);

 private:
  std::vector<std::uint64_t> counts_;
  std::uint64_t total_ = 0, negative_ = 0, clipped_ = 0;
  std::int64_t min_ = 0, max_ = 0;
  double sum_ = 0;
};

}  // namespace mqseal::record
