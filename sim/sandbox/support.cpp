// SPDX-License-Identifier: MIT
// user_namespaces(7): the maps of an unprivileged process may hold its own numbers only, and the
// group map wants setgroups denied first.
#include "sim/sandbox/support.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/sandbox/loopback.h"

namespace mqseal::sandbox {
namespace {

/// The lines for the maps, made before fork(): after it nothing may allocate.
struct Maps {
  std::string user = fmt::format("{0} {0} 1", ::geteuid());
  std::string group = fmt::format("{0} {0} 1", ::getegid());
};

bool write_line(const char* file, const std::string& line) noexcept {
  const int fd = ::open(file, O_WRONLY | O_CLOEXEC);
  const bool written =
      fd >= 0 && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  const int code = errno;
  if (fd >= 0) {
    ::close(fd);
  }
  errno = code;
  return written;
}

bool enter_user_namespace(const Maps& maps) noexcept {
  static const std::string deny = "deny";
  return ::unshare(CLONE_NEWUSER) == 0 && write_line("/proc/self/setgroups", deny) &&
         write_line("/proc/self/gid_map", maps.group) &&
         write_line("/proc/self/uid_map", maps.user);
}

/// In a forked child: 0, or errno of what the system refused.
int attempt(const Maps* maps) noexcept {
  const bool done = (maps == nullptr || enter_user_namespace(*maps)) &&
                    ::unshare(CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWNS) == 0 &&
                    bring_loopback_up();
  return done ? 0 : errno;
}

/// Tries it where it leaves no trace. `maps` null: without a user namespace.
int try_out(const Maps* maps) {
  const pid_t child = ::fork();
  if (child < 0) {
    return errno;
  }
  if (child == 0) {
    ::_exit(attempt(maps));
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
}

}  // namespace

Support prepare() {
  if (try_out(nullptr) == 0) {
    return {true, {}};
  }
  const Maps maps;
  if (const int code = try_out(&maps); code != 0) {
    return {
        false,
        fmt::format(
            "this system makes no namespaces for user {}: {}", ::geteuid(), std::strerror(code))};
  }
  if (!enter_user_namespace(maps)) {
    return {false, fmt::format("cannot enter a user namespace: {}", std::strerror(errno))};
  }
  return {true, {}};
}

}  // namespace mqseal::sandbox
