// SPDX-License-Identifier: MIT
#include "ciphers/envelope/cbor.h"

#include <limits>

#include "ciphers/envelope/bytes.h"

namespace mqseal::envelope::cbor {
namespace {

/// RFC 8949, 3: additional information 24 to 27 announces 1, 2, 4 or 8 bytes of argument.
constexpr unsigned one_byte = 24;

unsigned additional_of(std::uint64_t argument) noexcept {
  switch (head_bytes(argument)) {
    case 1:
      return static_cast<unsigned>(argument);
    case 2:
      return one_byte;
    case 3:
      return one_byte + 1;
    case 5:
      return one_byte + 2;
    default:
      return one_byte + 3;
  }
}

}  // namespace

void Writer::head(Major major, std::uint64_t argument) noexcept {
  const std::size_t more = head_bytes(argument) - 1;
  out_[size_++] =
      static_cast<std::uint8_t>(static_cast<unsigned>(major) << 5U | additional_of(argument));
  for (std::size_t i = more; i > 0; --i) {
    out_[size_++] = static_cast<std::uint8_t>(argument >> (8 * (i - 1)));
  }
}

void Writer::integer(std::int64_t value) noexcept {
  if (value >= 0) {
    head(Major::unsigned_integer, static_cast<std::uint64_t>(value));
  } else {
    head(Major::negative_integer, static_cast<std::uint64_t>(-1 - value));
  }
}

void Writer::text(std::string_view value) noexcept {
  head(Major::text, value.size());
  for (const char c : value) {
    out_[size_++] = static_cast<std::uint8_t>(c);
  }
}

void Writer::bytes(Bytes value) noexcept {
  head(Major::bytes, value.size());
  raw(value);
}

void Writer::raw(Bytes value) noexcept {
  copy_bytes(value, out_.subspan(size_));
  size_ += value.size();
}

std::nullopt_t Reader::fail() noexcept {
  rest_ = {};
  failed_ = true;
  return std::nullopt;
}

bool Reader::next_is(Major major) const noexcept {
  return !rest_.empty() && rest_[0] >> 5U == static_cast<unsigned>(major);
}

std::optional<std::uint64_t> Reader::head(Major major) noexcept {
  if (!next_is(major)) {
    return fail();
  }
  const unsigned additional = rest_[0] & 31U;
  rest_ = rest_.subspan(1);
  if (additional < one_byte) {
    return additional;
  }
  if (additional > one_byte + 3) {  // reserved, or of indefinite length
    return fail();
  }
  const std::size_t more = std::size_t{1} << (additional - one_byte);
  if (rest_.size() < more) {
    return fail();
  }
  std::uint64_t argument = 0;
  for (std::size_t i = 0; i < more; ++i) {
    argument = argument << 8U | rest_[i];
  }
  rest_ = rest_.subspan(more);
  if (head_bytes(argument) != 1 + more) {
    return fail();
  }
  return argument;
}

std::optional<std::int64_t> Reader::integer() noexcept {
  const bool negative = next_is(Major::negative_integer);
  const auto argument = head(negative ? Major::negative_integer : Major::unsigned_integer);
  if (!argument || *argument > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
    return fail();
  }
  const auto value = static_cast<std::int64_t>(*argument);
  return negative ? -1 - value : value;
}

std::optional<Bytes> Reader::bytes() noexcept {
  const auto length = head(Major::bytes);
  if (!length || *length > rest_.size()) {
    return fail();
  }
  const Bytes value = rest_.first(static_cast<std::size_t>(*length));
  rest_ = rest_.subspan(value.size());
  return value;
}

}  // namespace mqseal::envelope::cbor
