// SPDX-License-Identifier: MIT
#include "sim/broker/guarded_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include <climits>
#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/broker/exec_text.h"
#include "sim/broker/supervisor.h"

namespace mqseal::broker {
namespace {

using base::Error;
using base::ExitCode;

[[noreturn]] void fail(const std::string& what, int code) {
  throw Error(ExitCode::environment, fmt::format("{}: {}", what, std::strerror(code)));
}

class Descriptor {
 public:
  /// Moves `fd` to a number of 10 or higher, out of the way of those that the supervisor sets up.
  /// Throws, naming `what`, where `fd` is -1.
  Descriptor(int fd, const std::string& what) {
    const int code = errno;
    if (fd < 0) {
      fail(what, code);
    }
    fd_ = ::fcntl(fd, F_DUPFD_CLOEXEC, 10);
    const int moved = errno;
    ::close(fd);
    if (fd_ < 0) {
      fail(what, moved);
    }
  }

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  ~Descriptor() { close(); }

  void close() noexcept {
    if (fd_ >= 0) {
      ::close(std::exchange(fd_, -1));
    }
  }

  [[nodiscard]] int get() const noexcept { return fd_; }

  [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

/// All signals blocked in this thread, so that no handler of ours runs in the forked process.
class BlockedSignals {
 public:
  BlockedSignals() noexcept {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }

  BlockedSignals(const BlockedSignals&) = delete;
  BlockedSignals& operator=(const BlockedSignals&) = delete;

  ~BlockedSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

/// The next message, or kind `failed` with code 0 where the supervisor is gone. `*sender`, where
/// asked for, is the sending process.
SupervisorMessage receive(int control, pid_t* sender = nullptr) noexcept {
  SupervisorMessage message;
  iovec part{&message, sizeof message};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred))> extra{};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = extra.data();
  header.msg_controllen = extra.size();
  ssize_t n = 0;
  do {
    n = ::recvmsg(control, &header, MSG_WAITALL);
  } while (n < 0 && errno == EINTR);
  if (n != static_cast<ssize_t>(sizeof message)) {
    return {};
  }
  const cmsghdr* credentials = CMSG_FIRSTHDR(&header);
  if (sender != nullptr && credentials != nullptr && credentials->cmsg_type == SCM_CREDENTIALS) {
    ucred who{};
    std::memcpy(&who, CMSG_DATA(credentials), sizeof who);
    *sender = who.pid;
  }
  return message;
}

/// fork(): where `*own` asks for it into a new PID namespace, or into ours where the system refuses
/// that; `*own` tells.
/// Without fork()'s handlers, which is fit for a child that makes async-signal-safe calls only.
pid_t fork_isolated(bool* own) noexcept {
  const long child =
      *own ? ::syscall(SYS_clone, CLONE_NEWPID | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0) : -1;
  *own = child >= 0;
  return child >= 0 ? static_cast<pid_t>(child) : ::_Fork();
}

void reap(pid_t child) noexcept {
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace

GuardedProcess::GuardedProcess(const LaunchOptions& options) {
  const ExecText text(options.argv, options.environment);
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  if (options.cpu) {
    CPU_SET(static_cast<std::size_t>(*options.cpu), &cpus);
  }
  const rlim_t open_files = options.open_files.value_or(0);
  const rlimit limit{open_files, open_files};

  std::array<int, 2> pair{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
    fail("cannot make a socket pair", errno);
  }
  Descriptor ours(pair[0], "cannot move a descriptor");
  Descriptor theirs(pair[1], "cannot move a descriptor");
  const int on = 1;
  if (::setsockopt(ours.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0) {
    fail("cannot learn the numbers of processes", errno);
  }
  const Descriptor null_device(::open("/dev/null", O_RDONLY | O_CLOEXEC), "/dev/null");
  const Descriptor output(
      ::open(options.output.c_str(),
             O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (options.keep_output ? 0 : O_TRUNC),
             0644),
      options.output.string() + ": cannot write");

  SupervisorPlan plan;
  plan.argv = text.argv();
  plan.environment = text.environment();
  plan.directory = options.directory.c_str();
  plan.own_processes = options.own_processes;
  plan.cpus = options.cpu ? &cpus : nullptr;
  plan.open_files = options.open_files ? &limit : nullptr;
  plan.null_fd = null_device.get();
  plan.output_fd = output.get();
  plan.control_fd = theirs.release();  // closed in start(), else the supervisor's death goes unseen
  plan.grace_ns = std::chrono::nanoseconds(options.grace).count();
  start(plan, options.argv.at(0), ours.get());
  control_ = ours.release();
}

/// Forks the supervisor and waits until the program runs. `control`: our end of the socket.
void GuardedProcess::start(SupervisorPlan& plan, const std::string& program, int control) {
  int fork_error = 0;
  {
    const BlockedSignals blocked;
    supervisor_ = fork_isolated(&plan.own_processes);
    fork_error = errno;
    if (supervisor_ == 0) {
      supervise(plan);
    }
  }
  ::close(plan.control_fd);
  if (supervisor_ < 0) {
    fail("cannot start a process", fork_error);
  }
  SupervisorMessage message = receive(control, &pid_);
  if (message.kind == SupervisorMessage::presented) {
    message = receive(control);
  }
  if (message.kind != SupervisorMessage::started) {
    reap(supervisor_);
    fail(program + ": cannot start", message.code);
  }
}

GuardedProcess::~GuardedProcess() {
  stop();
}

bool GuardedProcess::ended_within(std::chrono::milliseconds limit) noexcept {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (control_ >= 0) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd supervisor{control_, POLLIN, 0};
    const auto wait = std::clamp<std::int64_t>(left.count(), 0, INT_MAX);
    const int ready = ::poll(&supervisor, 1, static_cast<int>(wait));
    if (ready > 0) {
      finish();
    } else if (ready == 0 && wait == 0) {
      return false;
    }
  }
  return true;
}

std::string GuardedProcess::ending() const {
  if (control_ >= 0) {
    return {};
  }
  switch (end_code_) {
    case CLD_EXITED:
      return fmt::format("exit code {}", end_status_);
    case CLD_KILLED:
    case CLD_DUMPED:
      return fmt::format("signal {} ({})", end_status_, ::strsignal(end_status_));
    default:
      return "killed together with its supervisor";
  }
}

void GuardedProcess::signal(int number) noexcept {
  if (alive()) {
    ::kill(pid_, number);
  }
}

void GuardedProcess::stop() noexcept {
  if (control_ >= 0) {
    ::shutdown(control_, SHUT_WR);
    finish();
  }
}

/// Reads how it ended (which waits for the end), and reaps the supervisor.
void GuardedProcess::finish() noexcept {
  const SupervisorMessage message = receive(control_);
  if (message.kind == SupervisorMessage::ended) {
    end_code_ = message.code;
    end_status_ = message.status;
  }
  ::close(std::exchange(control_, -1));
  reap(supervisor_);
}

}  // namespace mqseal::broker
