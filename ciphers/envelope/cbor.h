// SPDX-License-Identifier: MIT
// The little of CBOR (RFC 8949) that COSE_Encrypt0 needs: integers, byte and text strings, arrays,
// maps and tags of definite length, each head in its shortest form. No allocation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "ciphers/envelope/envelope.h"

namespace mqseal::envelope::cbor {

/// RFC 8949, 3.1.
enum class Major : std::uint8_t {
  unsigned_integer = 0,
  negative_integer = 1,
  bytes = 2,
  text = 3,
  array = 4,
  map = 5,
  tag = 6
};

/// Bytes of the head that carries `argument` (RFC 8949, 3, shortest form).
[[nodiscard]] constexpr std::size_t head_bytes(std::uint64_t argument) noexcept {
  return argument < 24             ? 1
         : argument <= 0xFF        ? 2
         : argument <= 0xFFFF      ? 3
         : argument <= 0xFFFF'FFFF ? 5
                                   : 9;
}

/// Bytes of an integer.
[[nodiscard]] constexpr std::size_t integer_bytes(std::int64_t value) noexcept {
  return head_bytes(static_cast<std::uint64_t>(value >= 0 ? value : -1 - value));
}

/// Writes to the front of a buffer that is long enough.
class Writer {
 public:
  explicit Writer(MutableBytes out) noexcept : out_(out) {}

  void head(Major major, std::uint64_t argument) noexcept;
  void integer(std::int64_t value) noexcept;
  void text(std::string_view value) noexcept;
  void bytes(Bytes value) noexcept;
  /// Bytes as they are, without a head.
  void raw(Bytes value) noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  MutableBytes out_;
  std::size_t size_ = 0;
};

/// Takes items off the front. Every function gives nullopt (and is at its end from then on) for an
/// item of another kind, a longer head than needed, or less than it announces.
class Reader {
 public:
  explicit Reader(Bytes in) noexcept : rest_(in) {}

  /// The argument of a head of this kind.
  [[nodiscard]] std::optional<std::uint64_t> head(Major major) noexcept;
  /// At least -2^63.
  [[nodiscard]] std::optional<std::int64_t> integer() noexcept;
  [[nodiscard]] std::optional<Bytes> bytes() noexcept;
  /// Whether the next item is of this kind.
  [[nodiscard]] bool next_is(Major major) const noexcept;

  [[nodiscard]] bool at_end() const noexcept { return rest_.empty() && !failed_; }

 private:
  std::nullopt_t fail() noexcept;

  Bytes rest_;
  bool failed_ = false;
};

}  // namespace mqseal::envelope::cbor
