// SPDX-License-Identifier: MIT
// Runs between fork() and _exit() of a process that may have had threads: nothing here allocates,
// locks or throws.
#include "sim/broker/supervisor.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mqseal::broker {
namespace {

constexpr int control = 3;  ///< the socket's number in the supervisor
constexpr std::int64_t second_ns = 1'000'000'000;

std::int64_t now_ns() noexcept {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * second_ns + time.tv_nsec;
}

void set_handler(int signal, void (*handler)(int)) noexcept {
  struct sigaction action {};

  action.sa_handler = handler;
  ::sigaction(signal, &action, nullptr);
}

void wake(int /*signal*/) {}

/// The owner's handlers must not run here. Only SIGCHLD is of interest, and only to wake ppoll.
void take_over_signals() noexcept {
  for (int signal = 1; signal < NSIG; ++signal) {
    set_handler(signal, SIG_DFL);
  }
  set_handler(SIGPIPE, SIG_IGN);
  set_handler(SIGCHLD, wake);
}

/// /proc as the processes of this namespace are numbered, for brokers that look themselves up
/// there. Where the system refuses, they see the machine's.
void mount_proc() noexcept {
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0) {
    [[maybe_unused]] const int ignored =
        ::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
  }
}

/// Keeps 0, 1, 2 and the socket. A copy of another guarded process's socket that stayed open here
/// would hide the owner's death from that one's supervisor.
void take_over_descriptors(const SupervisorPlan& plan) noexcept {
  ::dup2(plan.null_fd, STDIN_FILENO);
  ::dup2(plan.output_fd, STDOUT_FILENO);
  ::dup2(plan.output_fd, STDERR_FILENO);
  ::dup2(plan.control_fd, control);
  ::fcntl(control, F_SETFD, FD_CLOEXEC);
  if (::close_range(control + 1, ~0U, 0) != 0) {
    for (int fd = control + 1; fd < 65536; ++fd) {  // kernels before 5.9
      ::close(fd);
    }
  }
}

void send(const SupervisorMessage& message) noexcept {
  while (::send(control, &message, sizeof message, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

[[noreturn]] void become_program(const SupervisorPlan& plan, pid_t parent, int report) noexcept {
  send({SupervisorMessage::presented, 0, 0});
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) {
    ::_exit(127);  // the supervisor died before the line above
  }
  set_handler(SIGPIPE, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const bool pinned =
      plan.cpus == nullptr || ::sched_setaffinity(0, sizeof *plan.cpus, plan.cpus) == 0;
  const bool limited =
      plan.open_files == nullptr || ::setrlimit(RLIMIT_NOFILE, plan.open_files) == 0;
  if (pinned && limited && ::chdir(plan.directory) == 0) {
    ::execve(plan.argv[0], plan.argv, plan.environment);
  }
  const int code = errno;
  [[maybe_unused]] const ssize_t written = ::write(report, &code, sizeof code);
  ::_exit(127);
}

/// Forks the program; returns its pid, or -1 with `*code` = errno.
pid_t launch(const SupervisorPlan& plan, int* code) noexcept {
  std::array<int, 2> report{};
  if (::pipe2(report.data(), O_CLOEXEC) != 0) {
    *code = errno;
    return -1;
  }
  const pid_t self = ::getpid();
  const pid_t child = ::_Fork();  // without the handlers of pthread_atfork: async-signal-safe
  if (child == 0) {
    become_program(plan, self, report[1]);
  }
  *code = child < 0 ? errno : 0;
  ::close(report[1]);
  int fault = 0;
  // Ends with nothing read when execv closed the pipe: the program runs.
  while (child > 0 && ::read(report[0], &fault, sizeof fault) < 0 && errno == EINTR) {
  }
  ::close(report[0]);
  if (fault != 0) {
    *code = fault;
    ::waitpid(child, nullptr, 0);
    return -1;
  }
  return child;
}

/// Waits until the child has ended, which it leaves unreaped: until then its pid and its group's
/// number cannot go to a stranger.
siginfo_t watch(pid_t child, std::int64_t grace_ns) noexcept {
  sigset_t only_sigchld_open;
  ::sigfillset(&only_sigchld_open);
  ::sigdelset(&only_sigchld_open, SIGCHLD);
  bool stopping = false;
  std::int64_t kill_at = 0;
  while (true) {
    siginfo_t info{};
    if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == child) {
      return info;
    }
    if (info.si_pid != 0) {  // an orphan of the program's, which fell to process 1
      ::waitpid(info.si_pid, nullptr, 0);
      continue;
    }
    timespec left{};
    if (stopping) {
      const std::int64_t ns = kill_at - now_ns();
      if (ns <= 0) {
        ::kill(-child, SIGKILL);
      }
      const std::int64_t wait_ns = ns > 0 ? ns : second_ns;
      left = {wait_ns / second_ns, wait_ns % second_ns};
    }
    pollfd owner{stopping ? -1 : control, POLLIN, 0};
    const int ready = ::ppoll(&owner, 1, stopping ? &left : nullptr, &only_sigchld_open);
    if (ready > 0 && !stopping) {  // the owner never writes: this is the end of the stream
      stopping = true;
      kill_at = now_ns() + grace_ns;
      ::kill(-child, SIGTERM);
    }
  }
}

}  // namespace

void supervise(const SupervisorPlan& plan) noexcept {
  ::setsid();
  take_over_signals();
  take_over_descriptors(plan);
  if (plan.own_processes) {
    mount_proc();
  }
  int code = 0;
  const pid_t child = launch(plan, &code);
  if (child < 0) {
    send({SupervisorMessage::failed, code, 0});
    ::_exit(1);
  }
  send({SupervisorMessage::started, 0, 0});
  const siginfo_t info = watch(child, plan.grace_ns);
  ::kill(-child, SIGKILL);  // what it left behind in its group
  ::waitpid(child, nullptr, 0);
  send({SupervisorMessage::ended, info.si_code, info.si_status});
  ::_exit(0);
}

}  // namespace mqseal::broker
