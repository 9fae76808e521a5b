// SPDX-License-Identifier: MIT
// A handler that does nothing but set one lock-free flag.
#include "sim/run/signals.h"

#include <cstddef>

namespace mqseal::run {

namespace {

constexpr std::array signal_numbers = {SIGINT, SIGTERM, SIGHUP};

std::atomic<bool> stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void request_stop(int /*signal*/) {
  stop_requested.store(true, std::memory_order_relaxed);
}

}  // namespace

StopSignals::StopSignals() {
  stop_requested = false;

  struct sigaction action {};

  action.sa_handler = request_stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
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
