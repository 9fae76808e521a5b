// SPDX-License-Identifier: MIT
// The supervisor's side of a guarded process, and what it says to its owner. Internal to
// guarded_process.cpp.
#pragma once

#include <cstdint>
#include <sched.h>
#include <sys/resource.h>

namespace mqseal::broker {

/// What comes over the socket, in this order: the program's process presents itself, so that the
/// kernel attaches its number (unix(7), SCM_CREDENTIALS), as the owner counts processes; then the
/// supervisor sends one start, later one end.
struct SupervisorMessage {
  enum Kind : std::int32_t { presented, started, failed, ended };

  std::int32_t kind = failed;
  std::int32_t code = 0;    ///< failed: errno; ended: si_code
  std::int32_t status = 0;  ///< ended: exit code or signal
};

/// All that is needed after fork(), made before it: from then on only async-signal-safe calls are
/// allowed, because other threads may have held any lock. Descriptors are 10 or higher.
struct SupervisorPlan {
  char* const* argv = nullptr;
  char* const* environment = nullptr;
  const char* directory = nullptr;
  const cpu_set_t* cpus = nullptr;     ///< null: not pinned
  const rlimit* open_files = nullptr;  ///< null: as here
  bool own_processes = false;          ///< this is process 1 of its PID namespace
  int null_fd = -1;
  int output_fd = -1;
  int control_fd = -1;
  std::int64_t grace_ns = 0;
};

/// The forked process's whole life. Called with all signals blocked.
[[noreturn]] void supervise(const SupervisorPlan& plan) noexcept;

}  // namespace mqseal::broker
