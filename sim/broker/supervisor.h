// SPDX-License-Identifier: MIT
// The supervisor's side of a guarded process, and what it says to its owner. Internal to
// guarded_process.cpp.
#pragma once

#include <cstdint>
#include <sched.h>

namespace mqseal::broker {

/// What the supervisor sends over its socket, in this order: one start, then one end.
struct SupervisorMessage {
  enum Kind : std::int32_t { started, failed, ended };

  std::int32_t kind = failed;
  std::int32_t pid = -1;    ///< started
  std::int32_t code = 0;    ///< failed: errno; ended: si_code
  std::int32_t status = 0;  ///< ended: exit code or signal
};

/// All that is needed after fork(), made before it: from then on only async-signal-safe calls are
/// allowed, because other threads may have held any lock. Descriptors are 10 or higher.
struct SupervisorPlan {
  char* const* argv = nullptr;
  const char* directory = nullptr;
  const cpu_set_t* cpus = nullptr;  ///< null: not pinned
  std::uint64_t nofile = 0;         ///< 0: as it is
  int null_fd = -1;
  int output_fd = -1;
  int control_fd = -1;
  std::int64_t grace_ns = 0;
};

/// The forked process's whole life. Called with all signals blocked.
[[noreturn]] void supervise(const SupervisorPlan& plan) noexcept;

}  // namespace mqseal::broker
