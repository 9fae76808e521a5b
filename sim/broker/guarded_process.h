// SPDX-License-Identifier: MIT
// A long-lived child (a broker) that cannot outlive us. Between us and it stands a supervisor, a
// forked copy of this process without threads that waits at the other end of a socket: when our
// end closes, by stop() or because we died, whatever the signal, it ends the child. The child
// itself is killed by the kernel when the supervisor dies (PR_SET_PDEATHSIG). That signal alone
// would not do: it fires when the *thread* that forked ends, and is lost where the child changes
// its user. Where the system makes PID namespaces (sim/sandbox/support.h), the supervisor is
// process 1 of one: the kernel kills whatever else runs in it when the supervisor ends, daemons
// included.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace mqseal::broker {

struct SupervisorPlan;

struct LaunchOptions {
  std::vector<std::string> argv;          ///< argv[0] is the program's path; no search, no shell
  std::filesystem::path directory;        ///< where it works
  std::filesystem::path output;           ///< standard output and error
  bool keep_output = false;               ///< append to what `output` holds, else empty it first
  std::vector<std::string> environment;   ///< "NAME=value", beside and before our own
  std::optional<int> cpu;                 ///< pin it to this CPU
  std::optional<std::size_t> open_files;  ///< its limit of descriptors, soft and hard
  bool own_processes = true;  ///< a PID namespace, where the system makes one; false: it
                              ///< sees the machine's processes
  std::chrono::milliseconds grace{5000};  ///< from SIGTERM to SIGKILL
};

/// One owner thread. The child leads its own process group in a session without terminal, so that
/// Ctrl-C reaches us and not it; what is left of that group when it ends is killed, and in a PID
/// namespace all that it started.
class GuardedProcess {
 public:
  /// Returns once the program runs. Throws base::Error (environment).
  explicit GuardedProcess(const LaunchOptions& options);
  GuardedProcess(const GuardedProcess&) = delete;
  GuardedProcess& operator=(const GuardedProcess&) = delete;
  ~GuardedProcess();

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }

  /// The supervisor: every process that the program started descends from it.
  [[nodiscard]] pid_t supervisor() const noexcept { return supervisor_; }

  /// False once it has ended; never blocks.
  [[nodiscard]] bool alive() noexcept { return !ended_within(std::chrono::milliseconds(0)); }

  /// Waits at most `limit` for its end.
  [[nodiscard]] bool ended_within(std::chrono::milliseconds limit) noexcept;
  /// "exit code 1", "signal 11 (Segmentation fault)"; empty while it runs.
  [[nodiscard]] std::string ending() const;
  /// Sends `number` to the program alone; nothing where it has ended.
  void signal(int number) noexcept;
  /// SIGTERM, after the grace SIGKILL; returns when it is gone. Idempotent.
  void stop() noexcept;

 private:
  void start(SupervisorPlan& plan, const std::string& program, int control);
  void finish() noexcept;

  int control_ = -1;  ///< our end of the socket; -1 once all is over
  pid_t supervisor_ = -1;
  pid_t pid_ = -1;
  int end_code_ = 0;    ///< siginfo's si_code (CLD_EXITED ...); 0 while unknown
  int end_status_ = 0;  ///< exit code or signal
};

}  // namespace mqseal::broker
