// SPDX-License-Identifier: MIT
#include "sim/net/loop.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>

#include "sim/base/error.h"
#include "sim/net/loop_impl.h"

namespace mqseal::net {

namespace {

/// A look at the sockets takes about 1 us; one that took longer than this was interrupted or
/// preempted, and the thread did not spend that time.
constexpr Nanos longest_poll = 20'000;
/// Deadlines fired between two looks at the sockets, so that a burst starves nobody.
constexpr int burst = 64;

int new_epoll() {
  const int fd = ::epoll_create1(EPOLL_CLOEXEC);
  if (fd < 0) {
    throw base::Error(base::ExitCode::environment,
                      std::string("no epoll descriptor: ") + std::strerror(errno) +
                          "; raise the limit of open files (ulimit -n)");
  }
  return fd;
}

}  // namespace

Loop::Loop(Nanos spin_ns) : impl_(std::make_unique<Impl>(new_epoll())), spin_ns_(spin_ns) {
  impl_->arm_set(*this);
}

Loop::~Loop() = default;

void Loop::Impl::arm_set(Loop& loop) {
  set.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                 [&loop](const boost::system::error_code& error) {
                   if (error) {
                     return;
                   }
                   loop.impl_->arm_set(loop);
                   loop.dispatch();
                 });
}

void Loop::Impl::arm_timer(Nanos at) {
  if (at == armed) {
    return;
  }
  armed = at;
  if (at == never) {
    timer.cancel();
    return;
  }
  // libstdc++'s steady_clock is CLOCK_MONOTONIC in nanoseconds, as base::monotonic_now() is.
  timer.expires_at(std::chrono::steady_clock::time_point(std::chrono::nanoseconds(at)));
  timer.async_wait([](const boost::system::error_code&) {});
}

std::uint64_t Loop::Impl::tag(std::uint32_t slot) const noexcept {
  return std::uint64_t{slots[slot].generation} << 32 | slot;
}

/// Returns the time after it.
Nanos Loop::fire_due(Nanos now) {
  int fired = 0;
  while (fired < burst && !stopped_ && deadlines_.fire_one(now)) {
    ++fired;
  }
  if (fired == 0) {
    return now;
  }
  const Nanos after = base::monotonic_now();
  handled_ += after - now;
  return after;
}

void Loop::run() {
  stopped_ = false;
  Nanos now = base::monotonic_now();
  while (!stopped_) {
    now = fire_due(now);
    if (stopped_) {
      break;
    }
    const Nanos next = deadlines_.next();
    if (next != never && next - spin_ns_ <= now) {
      now = poll(now);
    } else {
      sleep(next);
      now = base::monotonic_now();
    }
  }
}

/// One look at the sockets; returns the time after it.
Nanos Loop::poll(Nanos now) {
  ++use_.polls;
  const Nanos handled = handled_;
  impl_->io.poll_one();
  const Nanos after = base::monotonic_now();
  const Nanos waited = after - now - (handled_ - handled);
  use_.waiting += waited <= longest_poll ? waited : 0;
  return after;
}

void Loop::sleep(Nanos next) {
  ++use_.sleeps;
  const Nanos handled = handled_;
  const Nanos cpu = base::thread_cpu_now();
  impl_->arm_timer(next == never ? never : next - spin_ns_);
  impl_->io.run_one();
  const Nanos waited = base::thread_cpu_now() - cpu - (handled_ - handled);
  use_.waiting += std::max(waited, Nanos{0});
}

void Loop::dispatch() {
  auto& events = impl_->events;
  const int count = ::epoll_wait(impl_->set.native_handle(), events.data(), Impl::batch, 0);
  Nanos now = base::monotonic_now();
  for (int i = 0; i < count && !stopped_; ++i) {
    const auto& event = events[static_cast<std::size_t>(i)];
    const auto slot = static_cast<std::uint32_t>(event.data.u64);
    if (impl_->slots[slot].watch == nullptr || impl_->tag(slot) != event.data.u64) {
      continue;  // released by an event before this one
    }
    ++use_.events;
    const auto has = [&event](std::uint32_t bits) { return (event.events & bits) != 0; };
    impl_->slots[slot].watch->handler_.on_ready(
        {has(EPOLLIN), has(EPOLLOUT), has(EPOLLHUP | EPOLLERR)});
    const Nanos after = base::monotonic_now();
    handled_ += after - now;
    now = i + 1 < count ? fire_due(after) : after;
  }
}

bool Watch::assign(int fd, bool writable) {
  release();
  auto& impl = *loop_.impl_;
  if (impl.free_slots.empty()) {
    impl.slots.emplace_back();
    impl.free_slots.push_back(static_cast<std::uint32_t>(impl.slots.size() - 1));
  }
  const std::uint32_t slot = impl.free_slots.back();
  epoll_event event{};
  event.events = EPOLLIN | (writable ? static_cast<std::uint32_t>(EPOLLOUT) : 0U);
  event.data.u64 = impl.tag(slot);
  if (::epoll_ctl(impl.set.native_handle(), EPOLL_CTL_ADD, fd, &event) != 0) {
    return false;
  }
  impl.free_slots.pop_back();
  impl.slots[slot].watch = this;
  slot_ = slot;
  fd_ = fd;
  writable_ = writable;
  return true;
}

void Watch::want_write(bool writable) noexcept {
  if (fd_ < 0 || writable == writable_) {
    return;
  }
  epoll_event event{};
  event.events = EPOLLIN | (writable ? static_cast<std::uint32_t>(EPOLLOUT) : 0U);
  event.data.u64 = loop_.impl_->tag(slot_);
  // Fails only where the descriptor was closed behind our back; its end is seen elsewhere.
  (void)::epoll_ctl(loop_.impl_->set.native_handle(), EPOLL_CTL_MOD, fd_, &event);
  writable_ = writable;
}

void Watch::release() noexcept {
  if (fd_ < 0) {
    return;
  }
  auto& impl = *loop_.impl_;
  // A closed descriptor left the set by itself, and the call then fails without harm.
  (void)::epoll_ctl(impl.set.native_handle(), EPOLL_CTL_DEL, fd_, nullptr);
  impl.slots[slot_].watch = nullptr;
  ++impl.slots[slot_].generation;
  impl.free_slots.push_back(slot_);
  fd_ = -1;
}

}  // namespace mqseal::net
