// SPDX-License-Identifier: MIT
// Clocks, in nanoseconds as int64_t (292 years): wall intervals, and CPU time of a thread or
// process.
#pragma once

#include <cstdint>
#include <sys/types.h>

namespace mqseal::base {

using Nanos = std::int64_t;

inline constexpr Nanos nanos_per_second = 1'000'000'000;

/// CLOCK_MONOTONIC.
[[nodiscard]] Nanos monotonic_now() noexcept;
/// CLOCK_REALTIME, since 1970-01-01 UTC.
[[nodiscard]] Nanos wall_now() noexcept;
/// CPU time used by the calling thread (CLOCK_THREAD_CPUTIME_ID).
[[nodiscard]] Nanos thread_cpu_now() noexcept;
/// CPU time used by all threads of process `pid` (clock_getcpuclockid); -1 where the process is
/// gone.
[[nodiscard]] Nanos process_cpu_now(pid_t pid) noexcept;

}  // namespace mqseal::base
