// SPDX-License-Identifier: MIT
// Histogram to text and back: HdrHistogram's V2 encoding (big-endian header, counts as ZigZag
// LEB128, runs of zeros as negative numbers), compressed by zlib, in base64.
#include <array>
#include <bit>
#include <cstddef>
#include <limits>
#include <span>
#include <zlib.h>

#include "sim/base/base64.h"
#include "sim/base/error.h"
#include "sim/record/histogram.h"
#include "sim/record/histogram_layout.h"

namespace mqseal::record {

namespace {

using Buffer = std::vector<std::uint8_t>;

// HdrHistogram, V2 encoding: cookie bases 0x1c849303 and 0x1c849304 (compressed); 0x10 says that a
// count takes 1 to 9 bytes.
constexpr std::uint32_t cookie = 0x1c849303 | 0x10;
constexpr std::uint32_t compressed_cookie = 0x1c849304 | 0x10;
constexpr std::size_t header_bytes = 40;
constexpr std::size_t most_inflated_bytes = header_bytes + 9 * layout::bucket_total;

[[noreturn]] void refuse(const char* what) {
  throw base::Error(base::ExitCode::environment,
                    std::string("histogram: ") + what +
                        "; expected HdrHistogram V2, compressed, lowest 1, highest 2^42-1, 3 "
                        "digits");
}

void put_big_endian(Buffer& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

std::uint64_t get_big_endian(std::span<const std::uint8_t> in, std::size_t at, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    value = value << 8 | in[at + i];
  }
  return value;
}

// LEB128-64b9B: seven bits a byte, but the ninth byte carries eight.
void put_zigzag(Buffer& out, std::int64_t number) {
  auto value = static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
  for (int i = 0; i < 8; ++i) {
    if (value < 0x80) {
      out.push_back(static_cast<std::uint8_t>(value));
      return;
    }
    out.push_back(static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<std::uint8_t>(value));
}

std::int64_t get_zigzag(std::span<const std::uint8_t> in, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < 9; ++i) {
    if (at >= in.size()) {
      refuse("the counts end in the middle of a number");
    }
    const std::uint64_t byte = in[at++];
    if (i == 8) {
      value |= byte << 56;
      break;
    }
    value |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      break;
    }
  }
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

Buffer deflate_all(const Buffer& plain) {
  uLongf size = compressBound(static_cast<uLong>(plain.size()));
  Buffer packed(size);
  if (compress2(packed.data(), &size, plain.data(), static_cast<uLong>(plain.size()), 9) != Z_OK) {
    refuse("zlib has no memory to compress");
  }
  packed.resize(size);
  return packed;
}

Buffer inflate_all(std::span<const std::uint8_t> packed) {
  Buffer plain(most_inflated_bytes);
  auto size = static_cast<uLongf>(plain.size());
  if (uncompress(plain.data(), &size, packed.data(), static_cast<uLong>(packed.size())) != Z_OK) {
    refuse("the compressed part is damaged");
  }
  plain.resize(size);
  return plain;
}

Buffer unpack(const std::string& base64) {
  const auto raw = base::base64_decode(base64);
  if (!raw || raw->size() < 8) {
    refuse("not base64, or too short");
  }
  if (get_big_endian(*raw, 0, 4) != compressed_cookie ||
      get_big_endian(*raw, 4, 4) != raw->size() - 8) {
    refuse("wrong cookie or length");
  }
  Buffer plain = inflate_all(std::span(*raw).subspan(8));
  if (plain.size() < header_bytes || get_big_endian(plain, 0, 4) != cookie ||
      get_big_endian(plain, 4, 4) != plain.size() - header_bytes ||
      get_big_endian(plain, 8, 4) != 0 ||
      get_big_endian(plain, 12, 4) != layout::significant_digits ||
      get_big_endian(plain, 16, 8) != layout::lowest ||
      get_big_endian(plain, 24, 8) != layout::highest) {
    refuse("another layout");
  }
  return plain;
}

}  // namespace

std::string Histogram::encode() const {
  Buffer counts;
  const std::size_t limit = total_ == 0 ? 0 : layout::index_of(std::min(max_, layout::highest)) + 1;
  for (std::size_t i = 0; i < limit;) {
    std::int64_t zeros = 0;
    while (i < limit && counts_[i] == 0) {
      ++zeros;
      ++i;
    }
    if (zeros > 0) {
      put_zigzag(counts, zeros == 1 ? 0 : -zeros);
    } else {
      put_zigzag(counts, static_cast<std::int64_t>(counts_[i++]));
    }
  }
  Buffer plain;
  put_big_endian(plain, cookie, 4);
  put_big_endian(plain, counts.size(), 4);
  put_big_endian(plain, 0, 4);  // normalizing index offset
  put_big_endian(plain, layout::significant_digits, 4);
  put_big_endian(plain, layout::lowest, 8);
  put_big_endian(plain, layout::highest, 8);
  put_big_endian(plain, std::bit_cast<std::uint64_t>(1.0), 8);  // integer to double ratio
  plain.insert(plain.end(), counts.begin(), counts.end());

  const Buffer packed = deflate_all(plain);
  Buffer out;
  put_big_endian(out, compressed_cookie, 4);
  put_big_endian(out, packed.size(), 4);
  out.insert(out.end(), packed.begin(), packed.end());
  return base::base64_encode(out);
}

void Histogram::count_at(std::size_t index, std::uint64_t count) {
  reserve();
  const std::int64_t lower = layout::lower_of(index);
  const std::int64_t upper = layout::upper_of(index);
  min_ = total_ == 0 ? lower : std::min(min_, lower);
  max_ = std::max(max_, upper);
  sum_ += static_cast<double>(lower + upper) / 2 * static_cast<double>(count);
  counts_[index] += count;
  total_ += count;
}

Histogram Histogram::decode(const std::string& base64) {
  const Buffer plain = unpack(base64);
  Histogram histogram;
  std::size_t index = 0;
  for (std::size_t at = header_bytes; at < plain.size();) {
    const std::int64_t number = get_zigzag(plain, at);
    const std::uint64_t steps = number < 0 ? 0 - static_cast<std::uint64_t>(number) : 1;
    if (steps > layout::bucket_total - index) {
      refuse("more counts than buckets");
    }
    if (number > 0) {
      histogram.count_at(index, static_cast<std::uint64_t>(number));
    }
    index += steps;
  }
  return histogram;
}

}  // namespace mqseal::record
