// SPDX-License-Identifier: MIT
// Where attacks may aim: at a broker that this mqseal started, on this machine, and nowhere else.
// Every socket of an attacker asks here before it connects.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/broker/broker.h"

namespace mqseal::attack {

class TargetGuard {
 public:
  /// `broker` may be attacked while it lives. Throws base::Error (usage) for one that mqseal did
  /// not start (kind `external`).
  void allow(const broker::Broker& broker);
  /// It must not be attacked any more (it is about to stop).
  void forbid(const broker::Broker& broker);

  /// Why nothing may be sent to `address`:`port`; empty where it may: a numeric loopback address
  /// (an IPv4 address inside IPv6 counts as what it is) on whose port a broker that is allowed
  /// listens itself, now.
  [[nodiscard]] std::string refusal(const std::string& address, std::uint16_t port) const;

  /// Throws base::Error (environment) with the refusal.
  void require(const std::string& address, std::uint16_t port) const;

 private:
  std::vector<pid_t> allowed_;
};

}  // namespace mqseal::attack
