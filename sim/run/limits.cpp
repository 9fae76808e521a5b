// SPDX-License-Identifier: MIT
// RLIMIT_NOFILE and ip_local_port_range.
#include "sim/run/limits.h"

#include <fstream>
#include <sys/resource.h>

#include <fmt/format.h>

#include "sim/base/error.h"

namespace mqseal::run {

namespace {

/// Logs, results, timers, shared libraries: measured at about 20, with room.
constexpr std::size_t other_descriptors = 64;

std::size_t local_ports() {
  std::ifstream in("/proc/sys/net/ipv4/ip_local_port_range");
  std::size_t first = 0;
  std::size_t last = 0;
  return in >> first >> last && last >= first ? last - first + 1 : 28'232;  // the kernel's default
}

std::size_t raised_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return 1024;
  }
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace

void check_limits(const scenario::Needs& needs, std::size_t open_files, std::size_t ports) {
  const std::size_t descriptors = needs.sockets + other_descriptors;
  if (descriptors > open_files) {
    throw base::Error(
        base::ExitCode::environment,
        fmt::format("the largest run needs {} open files and the limit is {}; raise it (as root: "
                    "ulimit -n {}), or use fewer clients",
                    descriptors,
                    open_files,
                    descriptors));
  }
  if (needs.clients > ports) {
    throw base::Error(
        base::ExitCode::environment,
        fmt::format("the largest run needs {} connections and there are {} local ports; widen "
                    "net.ipv4.ip_local_port_range, or use fewer clients",
                    needs.clients,
                    ports));
  }
}

void check_limits(const scenario::Needs& needs) {
  check_limits(needs, raised_open_files(), local_ports());
}

}  // namespace mqseal::run
