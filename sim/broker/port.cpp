// SPDX-License-Identifier: MIT
// /proc/thread-self/net/tcp, which shows the calling thread's network, gives the socket's inode,
// /proc/PID/fd the process that holds it (proc(5)).
#include "sim/broker/port.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <pwd.h>
#include <sstream>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/text.h"

namespace mqseal::broker {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ExitCode;

/// A socket bound to 127.0.0.1, as a broker would bind it (SO_REUSEADDR).
class BoundSocket {
 public:
  /// On failure `error()` is errno.
  explicit BoundSocket(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd_ < 0 || ::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(fd_, 1) != 0) {
      error_ = errno;
    }
  }

  BoundSocket(const BoundSocket&) = delete;
  BoundSocket& operator=(const BoundSocket&) = delete;

  ~BoundSocket() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }

  [[nodiscard]] int error() const noexcept { return error_; }

  [[nodiscard]] std::uint16_t port() const noexcept {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }

 private:
  int fd_;
  int error_ = 0;
};

struct SocketRow {
  std::string inode;
  uid_t uid = 0;
};

/// Addresses as /proc/net/tcp and tcp6 print them: 32-bit words in the machine's byte order.
bool covers_loopback(std::string_view address) {
  const std::string loopback = fmt::format("{:08X}", htonl(INADDR_LOOPBACK));
  const std::string mapped = fmt::format("{:08X}", htonl(0xFFFF));
  return address == loopback || address.find_first_not_of('0') == std::string_view::npos ||
         (address.size() == 32 &&
          address.substr(0, 16).find_first_not_of('0') == std::string_view::npos &&
          address.substr(16, 8) == mapped && address.substr(24) == loopback);
}

/// Rows in state LISTEN (0A) on `port` whose address takes connections to 127.0.0.1. An IPv6-only
/// listener on the same port is listed too: /proc does not tell, and it is only a hint.
std::vector<SocketRow> listening_rows(std::uint16_t port) {
  const std::string wanted = fmt::format("{:04X}", port);
  std::vector<SocketRow> rows;
  for (const char* table : {"/proc/thread-self/net/tcp", "/proc/thread-self/net/tcp6"}) {
    std::ifstream in(table);
    std::string line;
    std::getline(in, line);  // the heading
    while (std::getline(in, line)) {
      std::istringstream fields(line);
      // slot local remote state queues timer retransmits uid timeout inode
      const std::vector<std::string> words(std::istream_iterator<std::string>(fields), {});
      if (words.size() < 10) {
        continue;
      }
      const std::string& local = words[1];
      const std::size_t colon = local.find(':');
      if (colon != std::string::npos && words[3] == "0A" && local.substr(colon + 1) == wanted &&
          covers_loopback(local.substr(0, colon))) {
        rows.push_back({words[9], static_cast<uid_t>(std::stoul(words[7]))});
      }
    }
  }
  return rows;
}

/// True where a descriptor of `process` (/proc/PID) is the socket with that inode. False also for
/// processes of other users, which do not show their descriptors.
bool holds(const fs::path& process, const std::string& inode) {
  const std::string wanted = "socket:[" + inode + "]";
  std::error_code code;
  for (fs::directory_iterator it(process / "fd", code), end; !code && it != end;
       it.increment(code)) {
    std::error_code gone;
    if (fs::read_symlink(it->path(), gone).string() == wanted) {
      return true;
    }
  }
  return false;
}

std::optional<pid_t> as_pid(const std::string& name) {
  pid_t pid = 0;
  const auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), pid);
  return fault == std::errc{} && end == name.data() + name.size() ? std::optional(pid)
                                                                  : std::nullopt;
}

std::optional<pid_t> holder_of(const std::string& inode) {
  std::error_code code;
  for (fs::directory_iterator it("/proc", code), end; !code && it != end; it.increment(code)) {
    const auto pid = as_pid(it->path().filename().string());
    if (pid && holds(it->path(), inode)) {
      return pid;
    }
  }
  return std::nullopt;
}

std::string first_line(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return base::printable(line);
}

std::string user_name(uid_t uid) {
  std::vector<char> buffer(16384);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
    return found->pw_name;
  }
  return fmt::format("number {}", uid);
}

/// The unit in "0::/system.slice/mosquitto.service" (cgroups(7)).
std::string service_of(pid_t pid) {
  const fs::path group = first_line(fmt::format("/proc/{}/cgroup", pid));
  const std::string unit = group.filename().string();
  return unit.ends_with(".service") ? unit : std::string{};
}

std::string remedy(const Listener& listener) {
  // Debian runs the packaged broker as user mosquitto; from other users its process is hidden.
  const bool certain = listener.service == "mosquitto.service";
  if (certain || listener.user == "mosquitto") {
    return fmt::format(
        "that is {}the service that Debian starts when mosquitto is installed; stop "
        "it: sudo systemctl stop mosquitto (for good: sudo systemctl disable --now "
        "mosquitto)",
        certain ? "" : "most likely ");
  }
  if (!listener.service.empty()) {
    return fmt::format("stop it: sudo systemctl stop {}", listener.service);
  }
  if (listener.pid) {
    return fmt::format("stop it: kill {}", *listener.pid);
  }
  return "stop it";
}

}  // namespace

PortPair choose_ports(PortPair named) {
  // Both are held at once, so that the kernel cannot give the same one twice.
  const BoundSocket a(0);
  const BoundSocket b(0);
  const BoundSocket c(0);
  for (const BoundSocket* socket : {&a, &b, &c}) {
    if (socket->error() != 0) {
      throw Error(ExitCode::environment,
                  fmt::format("cannot get a free port on 127.0.0.1: {}; close programs that hold "
                              "many connections, or wait a minute",
                              std::strerror(socket->error())));
    }
  }
  std::vector<std::uint16_t> free = {a.port(), b.port(), c.port()};
  std::erase(free, named.plain);
  std::erase(free, named.tls);
  if (named.plain == 0) {
    named.plain = free[0];
  }
  if (named.tls == 0) {
    named.tls = free[0] == named.plain ? free[1] : free[0];
  }
  return named;
}

std::optional<Listener> listener_on(std::uint16_t port) {
  const std::vector<SocketRow> rows = listening_rows(port);
  if (rows.empty()) {
    return std::nullopt;
  }
  Listener listener;
  listener.user = user_name(rows.front().uid);
  listener.pid = holder_of(rows.front().inode);
  if (listener.pid) {
    listener.program = first_line(fmt::format("/proc/{}/comm", *listener.pid));
    listener.service = service_of(*listener.pid);
  }
  return listener;
}

bool listens_on(pid_t pid, std::uint16_t port) {
  const std::vector<SocketRow> rows = listening_rows(port);
  return std::any_of(rows.begin(), rows.end(), [pid](const SocketRow& row) {
    return holds(fmt::format("/proc/{}", pid), row.inode);
  });
}

bool descends_from(pid_t pid, pid_t ancestor) {
  while (pid > 1 && pid != ancestor) {
    const std::string line = first_line(fmt::format("/proc/{}/stat", pid));
    std::istringstream fields(line.substr(std::min(line.size(), line.rfind(')') + 1)));
    char state = 0;
    if (!(fields >> state >> pid)) {
      return false;
    }
  }
  return pid == ancestor;
}

void require_free(std::uint16_t port) {
  const int error = BoundSocket(port).error();
  if (error == 0) {
    return;
  }
  if (error != EADDRINUSE) {
    throw Error(ExitCode::environment,
                fmt::format("cannot listen on port {}: {}; choose a port of 1024 or higher",
                            port,
                            std::strerror(error)));
  }
  const auto listener = listener_on(port);
  const std::string who =
      !listener ? std::string("a socket that does not listen")
      : listener->pid
          ? fmt::format(
                "{} (process {}, user {})", listener->program, *listener->pid, listener->user)
          : fmt::format("a process of user {}", listener->user);
  throw Error(ExitCode::environment,
              fmt::format("port {} is taken by {}; {}, or name another port (0: the kernel "
                          "chooses a free one)",
                          port,
                          who,
                          listener ? remedy(*listener) : "wait until it closes"));
}

}  // namespace mqseal::broker
