// SPDX-License-Identifier: MIT
// A handler that sets a lock-free flag, or lets the system end the process (signal-safety(7)).
#include "sim/run/signals.h"

#include <cstddef>

#include "sim/base/clock.h"

namespace mqseal::run {

namespace {

constexpr std::array signal_numbers = {SIGINT, SIGTERM, SIGHUP};

/// timeout(1) and shells signal a process and its group: that is one wish, not two.
constexpr base::Nanos one_wish = base::nanos_per_second * 3 / 10;

std::atomic<bool> stop_requested{false};
std::atomic<base::Nanos> first_at{0};
static_assert(std::atomic<bool>::is_always_lock_free &&
              std::atomic<base::Nanos>::is_always_lock_free);

extern "C" void request_stop(int signal) {
  const base::Nanos now = base::monotonic_now();
  base::Nanos first = 0;  // two threads may be here at the same time
  if (first_at.compare_exchange_strong(first, now)) {
    stop_requested = true;
  } else if (now - first > one_wish) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

}  // namespace

StopSignals::StopSignals() {
  stop_requested = false;
  first_at = 0;

  struct sigaction action {};

  action.sa_handler = request_stop;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < signal_numbers.size(); ++i) {
    ::sigaction(signal_numbers[i], &action, &before_[i]);
  }
}

StopSignals::~StopSignals() {
  for (std::size_t i = 0; i < signal_numbers.size(); ++i) {
    ::sigaction(signal_numbers[i], &before_[i], nullptr);
  }
}

const std::atomic<bool>& StopSignals::flag() const noexcept {
  return stop_requested;
}

}  // namespace mqseal::run
