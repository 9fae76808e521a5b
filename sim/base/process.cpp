// SPDX-License-Identifier: MIT
// posix_spawn, two pipes and a pidfd under one poll: ends when the child ends, even where a
// grandchild still holds the pipes.
#include "sim/base/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "sim/base/error.h"

extern char** environ;

namespace mqseal::base {
namespace {

[[noreturn]] void fail(std::string_view what, int code) {
  throw Error(ExitCode::environment, fmt::format("{}: {}", what, std::strerror(code)));
}

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) noexcept : fd_(fd) {}

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  ~Descriptor() { reset(); }

  void reset(int fd = -1) noexcept {
    if (fd_ >= 0) {
      ::close(fd_);
    }
    fd_ = fd;
  }

  [[nodiscard]] int get() const noexcept { return fd_; }

 private:
  int fd_;
};

struct Pipe {
  Descriptor read, write;

  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      fail("cannot make a pipe", errno);
    }
    read.reset(ends[0]);
    write.reset(ends[1]);
  }
};

constexpr Nanos ms = 1'000'000;
constexpr Nanos stop_step = 100 * ms;  ///< how often ProcessOptions::stop is looked at

/// The child's pid, or -1 with `*code` = errno where the program could not be started.
pid_t spawn(const std::vector<std::string>& argv, int in, int out, int err, int* code) {
  std::vector<char*> arguments;
  for (const std::string& argument : argv) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);

  posix_spawnattr_t attributes{};
  posix_spawnattr_init(&attributes);
  sigset_t all{};
  sigfillset(&all);
  sigset_t none{};
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

  pid_t pid = -1;
  *code = ::posix_spawnp(&pid, arguments[0], &actions, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return *code == 0 ? pid : -1;
}

/// Reads what is there; false at end of file. What exceeds `limit` is read and dropped, so that
/// the child never blocks.
bool drain(int fd, std::string& text, std::size_t limit) {
  std::array<char, 16384> buffer{};
  while (true) {
    const ssize_t n = ::read(fd, buffer.data(), buffer.size());
    if (n < 0) {
      return errno == EAGAIN || errno == EINTR;
    }
    if (n == 0) {
      return false;
    }
    const std::size_t room = limit - std::min(limit, text.size());
    text.append(buffer.data(), std::min(static_cast<std::size_t>(n), room));
  }
}

/// How long poll() may sleep, in ms: until the child's end once it is killed.
int wait_for(Nanos left, const ProcessOptions& options, const ProcessResult& result) {
  if (result.timed_out || result.stopped) {
    return -1;
  }
  return static_cast<int>((options.stop != nullptr ? std::min(left, stop_step) : left) / ms + 1);
}

/// Collects output until the child has ended, or the deadline has passed (then kills it).
void collect(pid_t pid,
             int pidfd,
             std::array<int, 2> pipes,
             const ProcessOptions& options,
             ProcessResult& result) {
  const Nanos deadline = monotonic_now() + options.timeout;
  std::array<pollfd, 3> waits{{{pidfd, POLLIN, 0}, {pipes[0], POLLIN, 0}, {pipes[1], POLLIN, 0}}};
  std::array<std::string*, 2> texts{&result.out, &result.err};
  bool ended = false;
  while (!ended) {
    const Nanos left = deadline - monotonic_now();
    const bool killed = result.timed_out || result.stopped;
    const bool stop = options.stop != nullptr && options.stop->load(std::memory_order_relaxed);
    if (!killed && (left <= 0 || stop)) {
      (stop ? result.stopped : result.timed_out) = true;
      ::kill(-pid, SIGKILL);
    }
    const int wait_ms = wait_for(left, options, result);
    if (::poll(waits.data(), waits.size(), wait_ms) < 0 && errno != EINTR) {
      fail("cannot wait for a child process", errno);
    }
    ended = waits[0].revents != 0;
    for (std::size_t i = 0; i < pipes.size(); ++i) {
      if (waits[i + 1].fd >= 0 && !drain(pipes[i], *texts[i], options.max_output_bytes)) {
        waits[i + 1].fd = -1;  // poll skips it
      }
    }
  }
}

void write_input(Pipe& pipe, const std::string& input) {
  // Fits the pipe, so this cannot block; nobody can have closed the read end before the child runs.
  ::fcntl(pipe.write.get(), F_SETFL, O_NONBLOCK);
  const ssize_t n = input.empty() ? 0 : ::write(pipe.write.get(), input.data(), input.size());
  if (n != static_cast<ssize_t>(input.size())) {
    throw Error(ExitCode::bug, "the input for a child process is larger than its pipe");
  }
  pipe.write.reset();
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options) {
  if (argv.empty()) {
    throw Error(ExitCode::bug, "run_process without a program");
  }
  Pipe in;
  Pipe out;
  Pipe err;
  write_input(in, options.input);
  for (const int fd : {out.read.get(), err.read.get()}) {
    ::fcntl(fd, F_SETFL, O_NONBLOCK);
  }
  ProcessResult result;
  int code = 0;
  const pid_t pid = spawn(argv, in.read.get(), out.write.get(), err.write.get(), &code);
  if (pid < 0) {
    if (code != ENOENT && code != EACCES && code != ENOEXEC && code != ENOTDIR) {
      fail("cannot start " + argv[0], code);
    }
    return result;
  }
  result.started = true;
  in.read.reset();
  out.write.reset();
  err.write.reset();
  const Descriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (pidfd.get() < 0) {
    const int reason = errno;
    ::kill(-pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    fail("cannot watch a child process (pidfd_open)", reason);
  }
  collect(pid, pidfd.get(), {out.read.get(), err.read.get()}, options, result);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return result;
}

}  // namespace mqseal::base
