// SPDX-License-Identifier: MIT
// TCP ports of this machine: free ones, and who listens on a taken one (read from /proc).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>

namespace mqseal::broker {

/// Two different ports on which nothing listened on 127.0.0.1 when asked; another process may be
/// quicker than the caller.
struct PortPair {
  std::uint16_t plain = 0;
  std::uint16_t tls = 0;
};

/// Fills in each port that is 0. Throws base::Error (environment) where the kernel has none left.
[[nodiscard]] PortPair choose_ports(PortPair named);

/// Who listens where a listener on 127.0.0.1:`port` would be.
struct Listener {
  std::optional<pid_t> pid;  ///< empty where another user's process hides it
  std::string program;       ///< empty where `pid` is
  std::string user;          ///< name, or the number where it has none
  std::string service;       ///< systemd unit, "mosquitto.service", where the process says so
};

[[nodiscard]] std::optional<Listener> listener_on(std::uint16_t port);

/// True where process `pid` itself holds the socket that listens on 127.0.0.1:`port`: the proof
/// that an answer from that port is this process's answer.
[[nodiscard]] bool listens_on(pid_t pid, std::uint16_t port);

/// True where `ancestor` is the parent of process `pid`, or the parent's parent, and so on.
[[nodiscard]] bool descends_from(pid_t pid, pid_t ancestor);

/// Throws base::Error (environment) where nobody may listen on 127.0.0.1:`port` now: taken (by
/// whom, and what to do), or below 1024 for an ordinary user.
void require_free(std::uint16_t port);

}  // namespace mqseal::broker
