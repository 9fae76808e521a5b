// SPDX-License-Identifier: MIT
// How many connects are under way at once. A broker listens with a backlog of 100 (mosquitto,
// fixed): above it the kernel drops SYNs, and each drop costs its client a second.
#pragma once

#include <cstddef>
#include <deque>

namespace mqseal::fleet {

class Ramp {
 public:
  /// Plain connects are over in a round trip; TLS ones queue for the broker's CPU.
  static constexpr std::size_t max_plain = 64, max_tls = 32;

  class Climber {
   public:
    /// The place is this climber's now, until it calls leave().
    virtual void climb() = 0;

   protected:
    ~Climber() = default;
  };

  explicit Ramp(std::size_t places) noexcept : free_(places) {}

  /// Calls climb() at once where a place is free, else when its turn comes.
  void enter(Climber& climber);
  /// Gives a place back; the next in line climbs.
  void leave();

 private:
  void call_next();

  std::deque<Climber*> line_;
  std::size_t free_;
  bool calling_ = false;  ///< a climb() that fails at once comes back through leave()
};

}  // namespace mqseal::fleet
