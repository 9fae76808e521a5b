// SPDX-License-Identifier: MIT
// The kernel's clocks, read through the vDSO where it has them.
#include "sim/base/clock.h"

#include <ctime>
#include <pthread.h>

namespace mqseal::base {
namespace {

/// -1 where the clock does not exist (any more).
Nanos read_clock(clockid_t clock) noexcept {
  timespec now{};
  if (clock_gettime(clock, &now) != 0) {
    return -1;
  }
  return Nanos{now.tv_sec} * nanos_per_second + Nanos{now.tv_nsec};
}

}  // namespace

Nanos monotonic_now() noexcept {
  return read_clock(CLOCK_MONOTONIC);
}

Nanos wall_now() noexcept {
  return read_clock(CLOCK_REALTIME);
}

Nanos thread_cpu_now() noexcept {
  return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

Nanos process_cpu_now(pid_t pid) noexcept {
  clockid_t clock{};
  if (clock_getcpuclockid(pid, &clock) != 0) {
    return -1;
  }
  return read_clock(clock);
}

}  // namespace mqseal::base
