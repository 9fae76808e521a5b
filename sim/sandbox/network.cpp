// SPDX-License-Identifier: MIT
// A thread moves into a network namespace alone (setns(2)); it never comes back, because an
// ordinary user may not enter the machine's own network again. Hence a thread for each piece of
// work.
#include "sim/sandbox/network.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <fstream>
#include <net/if.h>
#include <sched.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/sandbox/firewall.h"
#include "sim/sandbox/loopback.h"

namespace mqseal::sandbox {
namespace {

[[noreturn]] void fail(const char* what, int code) {
  throw base::Error(base::ExitCode::environment,
                    fmt::format("sandbox: {}: {}", what, std::strerror(code)));
}

/// `work` in a thread of its own; rethrows.
void in_thread(const std::function<void()>& work) {
  std::exception_ptr failure;
  std::thread([&] {
    try {
      work();
    } catch (...) {
      failure = std::current_exception();
    }
  }).join();
  if (failure) {
    std::rethrow_exception(failure);
  }
}

/// What a machine may have been tuned in; a new network would begin with the kernel's defaults.
constexpr std::array settings = {"core/somaxconn",
                                 "ipv4/ip_local_port_range",
                                 "ipv4/tcp_congestion_control",
                                 "ipv4/tcp_fin_timeout",
                                 "ipv4/tcp_max_syn_backlog",
                                 "ipv4/tcp_rmem",
                                 "ipv4/tcp_syncookies",
                                 "ipv4/tcp_tw_reuse",
                                 "ipv4/tcp_wmem"};

/// The values of `settings` in the calling thread's network; empty where it has none.
std::vector<std::string> read_settings() {
  std::vector<std::string> values;
  for (const char* name : settings) {
    std::ifstream in(std::string("/proc/sys/net/") + name);
    std::getline(in, values.emplace_back());
  }
  return values;
}

/// Some cannot be set from a user namespace in some kernels; those keep their defaults.
void write_settings(const std::vector<std::string>& values) {
  for (std::size_t i = 0; i < settings.size(); ++i) {
    std::ofstream(std::string("/proc/sys/net/") + settings[i]) << values[i] << std::flush;
  }
}

ifreq loopback() noexcept {
  ifreq request{};
  std::memcpy(request.ifr_name, "lo", sizeof "lo");
  return request;
}

/// netdevice(7). False, with errno, where it is refused.
bool device_call(unsigned long call, ifreq& request) noexcept {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const bool done = fd >= 0 && ::ioctl(fd, call, &request) == 0;
  const int code = errno;
  if (fd >= 0) {
    ::close(fd);
  }
  errno = code;
  return done;
}

}  // namespace

bool bring_loopback_up() noexcept {
  ifreq mtu = loopback(), flags = loopback();
  mtu.ifr_mtu = ethernet_mtu;
  flags.ifr_flags = IFF_UP | IFF_RUNNING;
  return device_call(SIOCSIFMTU, mtu) && device_call(SIOCSIFFLAGS, flags);
}

std::optional<int> loopback_mtu() noexcept {
  ifreq request = loopback();
  return device_call(SIOCGIFMTU, request) ? std::optional<int>(request.ifr_mtu) : std::nullopt;
}

Network::Network() {
  in_thread([this] {
    const std::vector<std::string> outside = read_settings();
    if (::unshare(CLONE_NEWNET) != 0) {
      fail("cannot make a network namespace", errno);
    }
    if (!bring_loopback_up()) {
      fail("cannot set the loopback device up", errno);
    }
    write_settings(outside);
    handle_ = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    if (handle_ < 0) {
      fail("/proc/thread-self/ns/net", errno);
    }
  });
}

Network::~Network() {
  ::close(handle_);
}

void Network::run(const std::function<void()>& work) const {
  in_thread([&] {
    if (::setns(handle_, CLONE_NEWNET) != 0) {
      fail("cannot enter the network namespace", errno);
    }
    work();
  });
}

void Network::set_rules(const std::string& rules) const {
  run([&] { replace_rules(rules); });
}

}  // namespace mqseal::sandbox
