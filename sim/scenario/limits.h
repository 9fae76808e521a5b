// SPDX-License-Identifier: MIT
// What the machine allows a plan: descriptors and local ports.
#pragma once

#include <cstddef>
#include <optional>

namespace mqseal::scenario {

/// Descriptors that a process of ours needs besides its clients' sockets: standard streams, log,
/// timers, epoll, listeners, result files.
inline constexpr std::size_t reserved_descriptors = 64;

struct MachineLimits {
  std::size_t descriptors = 0;             ///< hard limit of a process (RLIMIT_NOFILE)
  std::optional<std::size_t> local_ports;  ///< of one source address (ip_local_port_range)
};

[[nodiscard]] MachineLimits machine_limits();

}  // namespace mqseal::scenario
