// SPDX-License-Identifier: MIT
// The loop of one thread: Boost.Asio sleeps and wakes it, one binary heap holds every deadline, one
// timer sleeps until shortly before the next, the rest is spun. Asio stays behind this header.
// Nothing here is shared between threads: a Loop, its Timers and its Watches belong to one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "sim/net/deadlines.h"

namespace mqseal::net {

class Watch;

/// What the loop did, for quality checks and for CPU per message.
struct LoopUse {
  /// CPU time outside of all handlers: spinning, looks at the sockets, falling asleep and waking.
  /// How much of it falls on one message depends on the load, not on what the message costs.
  Nanos waiting = 0;
  std::uint64_t sleeps = 0, polls = 0, events = 0;
};

class Loop {
 public:
  /// `spin_ns`: how long before a deadline the sleep ends and the spin begins; 0 never spins, and
  /// deadlines are then late by what the kernel's timer and the wake-up cost (33 to 45 us on a
  /// virtual machine). Throws base::Error (environment) where the kernel gives no descriptor.
  explicit Loop(Nanos spin_ns = 60'000);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  /// Runs until stop(). What a callback throws leaves through here.
  void run();

  /// Makes run() return after the callback that is running. Only from the loop's thread.
  void stop() noexcept { stopped_ = true; }

  [[nodiscard]] const LoopUse& use() const noexcept { return use_; }

 private:
  friend class Timer;
  friend class Watch;
  struct Impl;

  Nanos fire_due(Nanos now);
  Nanos poll(Nanos now);
  void sleep(Nanos next);
  void dispatch();

  std::unique_ptr<Impl> impl_;
  Deadlines deadlines_;
  LoopUse use_;
  Nanos spin_ns_;
  Nanos handled_ = 0;  ///< wall time inside of handlers
  bool stopped_ = false;
};

/// One deadline with an action. Destruction cancels it. The action may set the timer again, but
/// must not destroy it.
class Timer final : private Deadline {
 public:
  /// `action` gets the time that was set, which is never later than now.
  Timer(Loop& loop, std::function<void(Nanos at)> action)
      : loop_(loop), action_(std::move(action)) {}

  ~Timer() override { cancel(); }

  void set(Nanos at) { loop_.deadlines_.put(*this, at); }

  void cancel() noexcept { loop_.deadlines_.remove(*this); }

  [[nodiscard]] bool is_set() const noexcept { return waiting(); }

 private:
  void due(Nanos at) override { action_(at); }

  Loop& loop_;
  std::function<void(Nanos)> action_;
};

struct Ready {
  bool readable, writable;
  bool hangup;  ///< error, or both directions closed: reported even where nothing was asked for
};

/// Readiness of a descriptor that somebody else owns and may close at any time. Level-triggered.
/// The Watch never closes it. Whoever closes it must call release() in the same thread before any
/// new descriptor is opened, because numbers are used again at once.
class Watch {
 public:
  /// Gets events. May release and assign its Watch, but must not destroy it.
  class Handler {
   public:
    virtual void on_ready(Ready ready) = 0;

   protected:
    ~Handler() = default;
  };

  Watch(Loop& loop, Handler& handler) noexcept : loop_(loop), handler_(handler) {}

  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  ~Watch() { release(); }

  /// Watches `fd` for reading (and for writing where `writable`), instead of the one before.
  /// False where the kernel refuses it (errno says why).
  [[nodiscard]] bool assign(int fd, bool writable);
  /// Switches the interest in writing; nothing happens where it is as asked.
  void want_write(bool writable) noexcept;
  /// Forgets the descriptor, open or closed. Events of it that wait already are dropped.
  void release() noexcept;

  [[nodiscard]] int fd() const noexcept { return fd_; }

 private:
  friend class Loop;

  Loop& loop_;
  Handler& handler_;
  int fd_ = -1;
  std::uint32_t slot_ = 0;
  bool writable_ = false;
};

}  // namespace mqseal::net
