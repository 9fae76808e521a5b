// SPDX-License-Identifier: MIT
// The histogram against exact sorted values, its merge, and its own encoding.
#include "sim/record/histogram.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/base64.h"
#include "sim/base/error.h"
#include "sim/record/histogram_layout.h"

namespace mqseal::record {
namespace {

std::vector<std::int64_t> latencies(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 random(seed);
  std::lognormal_distribution<double> shape(12.0, 1.5);
  std::vector<std::int64_t> values(count);
  for (auto& value : values) {
    value = static_cast<std::int64_t>(shape(random));
  }
  return values;
}

Histogram histogram_of(const std::vector<std::int64_t>& values) {
  Histogram histogram;
  for (const auto value : values) {
    histogram.record(value);
  }
  return histogram;
}

bool same_buckets(const Histogram& a, const Histogram& b) {
  const auto left = a.buckets();
  const auto right = b.buckets();
  return std::equal(
      left.begin(), left.end(), right.begin(), right.end(), [](const auto& x, const auto& y) {
        return x.upper == y.upper && x.count == y.count;
      });
}

TEST(HistogramLayout, every_place_begins_where_the_one_before_ends) {
  for (std::size_t i = 0; i + 1 < layout::bucket_total; ++i) {
    ASSERT_EQ(layout::upper_of(i) + 1, layout::lower_of(i + 1)) << i;
    ASSERT_EQ(layout::index_of(layout::lower_of(i)), i);
    ASSERT_EQ(layout::index_of(layout::upper_of(i)), i);
  }
}

TEST(HistogramLayout, a_place_is_narrower_than_a_thousandth_of_its_values) {
  for (std::size_t i = 2048; i < layout::bucket_total; ++i) {
    const auto width = layout::upper_of(i) - layout::lower_of(i) + 1;
    ASSERT_LE(width * 1000, layout::lower_of(i)) << i;
  }
}

TEST(Histogram, percentiles_are_within_a_thousandth_of_the_exact_ones) {
  auto values = latencies(1, 100'000);
  const Histogram histogram = histogram_of(values);
  std::sort(values.begin(), values.end());
  for (const double percentile : {0.0, 1.0, 50.0, 90.0, 99.0, 99.9, 99.99, 100.0}) {
    const auto rank = std::max<std::size_t>(
        1, static_cast<std::size_t>(percentile / 100 * static_cast<double>(values.size()) + 0.5));
    const auto exact = values[rank - 1];
    const auto got = histogram.percentile(percentile);
    EXPECT_GE(got, exact) << percentile;
    EXPECT_LE(static_cast<double>(got - exact), 0.001 * static_cast<double>(exact)) << percentile;
  }
  EXPECT_EQ(histogram.min(), values.front());
  EXPECT_EQ(histogram.max(), values.back());
  EXPECT_EQ(histogram.percentile(100), histogram.max());
}

TEST(Histogram, mean_is_exact) {
  const Histogram histogram = histogram_of({1'000'003, 2'000'005, 4'000'001});
  EXPECT_DOUBLE_EQ(histogram.mean(), 7'000'009.0 / 3);
}

TEST(Histogram, counts_what_is_outside_its_range_apart) {
  Histogram histogram;
  histogram.record(-5);
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.negative(), 1U);
  histogram.record(layout::highest);
  EXPECT_EQ(histogram.clipped(), 0U);
  histogram.record(layout::highest + 7);
  EXPECT_EQ(histogram.count(), 2U);
  EXPECT_EQ(histogram.clipped(), 1U);
  EXPECT_EQ(histogram.max(), layout::highest + 7);
  ASSERT_EQ(histogram.buckets().size(), 1U);
  EXPECT_EQ(histogram.buckets().front().upper, layout::highest);
}

TEST(Histogram, empty_says_nothing) {
  const Histogram histogram;
  EXPECT_EQ(histogram.percentile(50), 0);
  EXPECT_EQ(histogram.mean(), 0);
  EXPECT_TRUE(histogram.buckets().empty());
}

TEST(Histogram, merge_equals_one_histogram_of_all_values) {
  auto first = latencies(2, 5000);
  const auto second = latencies(3, 7000);
  Histogram merged = histogram_of(first);
  merged.merge(histogram_of(second));
  merged.merge(Histogram());
  first.insert(first.end(), second.begin(), second.end());
  const Histogram whole = histogram_of(first);
  EXPECT_TRUE(same_buckets(merged, whole));
  EXPECT_EQ(merged.count(), whole.count());
  EXPECT_EQ(merged.min(), whole.min());
  EXPECT_EQ(merged.max(), whole.max());
  EXPECT_DOUBLE_EQ(merged.mean(), whole.mean());
}

TEST(Histogram, clear_forgets_all) {
  Histogram histogram = histogram_of({-1, 5, 6, layout::highest + 1});
  histogram.clear();
  EXPECT_EQ(histogram.count() + histogram.negative() + histogram.clipped(), 0U);
  EXPECT_TRUE(histogram.buckets().empty());
  histogram.record(9);
  EXPECT_EQ(histogram.min(), 9);
  EXPECT_EQ(histogram.max(), 9);
}

TEST(HistogramEncoding, comes_back_with_every_count) {
  for (const auto& values :
       {std::vector<std::int64_t>{},
        std::vector<std::int64_t>{0},
        std::vector<std::int64_t>{0, 2, 2, 5, 2047, 2048, 4095, 4096, layout::highest},
        latencies(4, 20'000)}) {
    const Histogram histogram = histogram_of(values);
    const Histogram back = Histogram::decode(histogram.encode());
    EXPECT_TRUE(same_buckets(histogram, back)) << values.size();
    EXPECT_EQ(back.count(), histogram.count());
    EXPECT_EQ(back.encode(), histogram.encode());
  }
}

TEST(HistogramEncoding, begins_as_every_reader_expects) {
  EXPECT_THAT(histogram_of({1, 2, 3}).encode(), testing::StartsWith("HISTFAAA"));
}

TEST(HistogramEncoding, refuses_what_is_not_a_histogram) {
  const std::string good = histogram_of({1, 1000, 1'000'000}).encode();
  std::vector<std::string> bad = {"", "=", "HISTFAAA", "not base64!", good.substr(4)};
  bad.push_back(good.substr(0, good.size() - 4));
  for (std::size_t i = 0; i < good.size(); i += 3) {
    std::string flipped = good;
    flipped[i] = flipped[i] == 'A' ? 'B' : 'A';
    bad.push_back(flipped);
  }
  std::size_t refused = 0;
  for (const auto& text : bad) {
    try {
      const Histogram survivor = Histogram::decode(text);
      EXPECT_TRUE(same_buckets(survivor, histogram_of({1, 1000, 1'000'000})))
          << "a damaged text was taken for another histogram: " << text;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.code(), base::ExitCode::environment);
      ++refused;
    }
  }
  EXPECT_GE(refused, bad.size() - 1);  // padding bits of base64 carry nothing
}

TEST(Base64, vectors_of_rfc_4648_section_10) {
  const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                    {"f", "Zg=="},
                                                                    {"fo", "Zm8="},
                                                                    {"foo", "Zm9v"},
                                                                    {"foob", "Zm9vYg=="},
                                                                    {"fooba", "Zm9vYmE="},
                                                                    {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, text] : vectors) {
    const std::vector<std::uint8_t> bytes(plain.begin(), plain.end());
    EXPECT_EQ(base::base64_encode(bytes), text);
    EXPECT_EQ(base::base64_decode(text), bytes);
  }
  EXPECT_FALSE(base::base64_decode("Zg="));
  EXPECT_FALSE(base::base64_decode("Z$=="));
}

}  // namespace
}  // namespace mqseal::record
