// SPDX-License-Identifier: MIT
#include "ciphers/envelope/replay_window.h"

#include <algorithm>

namespace mqseal::envelope {
namespace {

constexpr std::size_t word_bits = 64;

std::uint64_t bit_of(Sequence sequence) noexcept {
  return std::uint64_t{1} << (sequence % word_bits);
}

}  // namespace

std::size_t ReplayWindow::word_of(Sequence sequence) const noexcept {
  return static_cast<std::size_t>(sequence / word_bits % words_.size());
}

OpenStatus ReplayWindow::check(Sequence sequence) const noexcept {
  if (words_.empty() || sequence > top_) {
    return OpenStatus::fresh;
  }
  if (top_ - sequence >= bits_) {
    return OpenStatus::stale;
  }
  const bool set = (words_[word_of(sequence)] & bit_of(sequence)) != 0;
  return set ? OpenStatus::seen : OpenStatus::fresh;
}

OpenStatus ReplayWindow::accept(Sequence sequence) {
  const OpenStatus status = check(sequence);
  if (status != OpenStatus::fresh) {
    return status;
  }
  if (words_.empty()) {
    words_.resize(bits_ / word_bits + 1);
    top_ = sequence;
  } else if (sequence > top_) {
    slide(sequence);
  }
  words_[word_of(sequence)] |= bit_of(sequence);
  return OpenStatus::fresh;
}

void ReplayWindow::slide(Sequence sequence) noexcept {
  const std::uint64_t steps = sequence / word_bits - top_ / word_bits;
  if (steps >= words_.size()) {
    std::fill(words_.begin(), words_.end(), 0);
  } else {
    for (std::uint64_t step = 1; step <= steps; ++step) {
      words_[word_of(top_ + step * word_bits)] = 0;
    }
  }
  top_ = sequence;
}

}  // namespace mqseal::envelope
