// SPDX-License-Identifier: MIT
// What fuzz targets share: taking an input apart, and a property that must hold.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>

namespace mqseal::fuzz {

/// Takes values from the front of a fuzzer's input; zeros and empty spans when it has run out.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) noexcept : rest_(data, size) {}

  std::uint8_t byte() noexcept {
    if (rest_.empty()) {
      return 0;
    }
    const std::uint8_t value = rest_.front();
    rest_ = rest_.subspan(1);
    return value;
  }

  std::span<const std::uint8_t> bytes(std::size_t most) noexcept {
    const auto front = rest_.first(std::min(most, rest_.size()));
    rest_ = rest_.subspan(front.size());
    return front;
  }

  std::span<const std::uint8_t> rest() noexcept { return bytes(rest_.size()); }

 private:
  std::span<const std::uint8_t> rest_;
};

/// Ends the process, which a fuzzer reports as a crash, where a property does not hold.
inline void must(bool holds, const char* property) {
  if (!holds) {
    std::fprintf(stderr, "does not hold: %s\n", property);
    std::abort();
  }
}

}  // namespace mqseal::fuzz
