// SPDX-License-Identifier: MIT
// A binary heap of deadlines: put, move and remove in O(log n), no allocation per entry. Knows no
// clock and no sockets; sim/net/loop.h drives it.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "sim/base/clock.h"

namespace mqseal::net {

using base::Nanos;

/// Later than everything.
inline constexpr Nanos never = std::numeric_limits<Nanos>::max();

/// What waits in the heap. It remembers its own place, so it must not move while it waits.
class Deadline {
 public:
  Deadline() = default;
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  virtual ~Deadline() = default;

  [[nodiscard]] bool waiting() const noexcept { return place_ != none; }

  /// Called with the deadline's own time, after it left the heap: it may be put again.
  virtual void due(Nanos at) = 0;

 private:
  friend class Deadlines;
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  std::size_t place_ = none;
};

class Deadlines {
 public:
  /// Puts `deadline`, or moves it where it waits already.
  void put(Deadline& deadline, Nanos at);
  /// Nothing happens where it does not wait.
  void remove(Deadline& deadline) noexcept;
  /// Calls the earliest one that is due at `now`; false where none is. Never early.
  bool fire_one(Nanos now);

  /// The earliest time, or `never`.
  [[nodiscard]] Nanos next() const noexcept { return heap_.empty() ? never : heap_.front().at; }

  [[nodiscard]] std::size_t size() const noexcept { return heap_.size(); }

 private:
  struct Entry {
    Nanos at;
    Deadline* deadline;
  };

  void place(std::size_t index, Entry entry) noexcept;
  void sift_up(std::size_t index, Entry entry) noexcept;
  void sift_down(std::size_t index, Entry entry) noexcept;

  std::vector<Entry> heap_;
};

}  // namespace mqseal::net
