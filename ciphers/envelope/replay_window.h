// SPDX-License-Identifier: MIT
// Which sequences one receiver has accepted from one sender: the highest, and a bitmap of the W
// below it, in the shape of RFC 6479 (whole words are cleared as the window slides; no shifting).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ciphers/envelope/envelope.h"

namespace mqseal::envelope {

class ReplayWindow {
 public:
  /// `bits` is a positive multiple of 64. Allocates nothing before the first accept().
  explicit ReplayWindow(std::size_t bits) noexcept : bits_(bits) {}

  /// fresh, seen or stale; changes nothing.
  [[nodiscard]] OpenStatus check(Sequence sequence) const noexcept;
  /// As check(), and records a fresh one. The first ever is fresh, whatever it is.
  [[nodiscard]] OpenStatus accept(Sequence sequence);

 private:
  void slide(Sequence sequence) noexcept;
  [[nodiscard]] std::size_t word_of(Sequence sequence) const noexcept;

  std::size_t bits_;
  Sequence top_ = 0;
  /// bits/64 + 1 words: the window may begin and end inside a word. Empty: no state yet.
  std::vector<std::uint64_t> words_;
};

}  // namespace mqseal::envelope
