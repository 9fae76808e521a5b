// SPDX-License-Identifier: MIT
#include "sim/attack/target.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <optional>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/broker/port.h"

namespace mqseal::attack {
namespace {

using base::Error;
using base::ExitCode;

enum class Place : std::uint8_t { loopback, unspecified, elsewhere };

Place place_of_v4(std::uint32_t address) {
  if (address == 0) {
    return Place::unspecified;
  }
  return address >> 24U == 127 ? Place::loopback : Place::elsewhere;
}

Place place_of_v6(const in6_addr& address) {
  if (IN6_IS_ADDR_V4MAPPED(&address) || IN6_IS_ADDR_V4COMPAT(&address)) {
    std::uint32_t inner = 0;
    std::memcpy(&inner, &address.s6_addr[12], sizeof inner);
    inner = ntohl(inner);
    if (inner != 1 || IN6_IS_ADDR_V4MAPPED(&address)) {  // ::1 has the form of ::0.0.0.1
      return place_of_v4(inner);
    }
  }
  if (IN6_IS_ADDR_UNSPECIFIED(&address)) {
    return Place::unspecified;
  }
  return IN6_IS_ADDR_LOOPBACK(&address) ? Place::loopback : Place::elsewhere;
}

/// nullopt for what is no numeric address.
std::optional<Place> place_of(const std::string& address) {
  in_addr v4{};
  if (::inet_pton(AF_INET, address.c_str(), &v4) == 1) {
    return place_of_v4(ntohl(v4.s_addr));
  }
  in6_addr v6{};
  if (::inet_pton(AF_INET6, address.c_str(), &v6) == 1) {
    return place_of_v6(v6);
  }
  return std::nullopt;
}

}  // namespace

void TargetGuard::allow(const broker::Broker& broker) {
  if (broker.kind() == "external" || broker.pid() <= 0) {
    throw Error(ExitCode::usage,
                "attacks aim at brokers that mqseal started itself; this one it did not");
  }
  allowed_.push_back(broker.pid());
}

void TargetGuard::forbid(const broker::Broker& broker) {
  std::erase(allowed_, broker.pid());
}

std::string TargetGuard::refusal(const std::string& address, std::uint16_t port) const {
  const auto place = place_of(address);
  if (!place) {
    return fmt::format("'{}' is no numeric address; attackers look up no names",
                       base::printable(address));
  }
  if (*place == Place::unspecified) {
    return fmt::format("{} stands for no certain address", address);
  }
  if (*place == Place::elsewhere) {
    return fmt::format("{} is not on this machine's loopback device", address);
  }
  if (std::ranges::none_of(allowed_, [&](pid_t pid) { return broker::listens_on(pid, port); })) {
    return fmt::format("no broker that mqseal started listens on port {}", port);
  }
  return {};
}

void TargetGuard::require(const std::string& address, std::uint16_t port) const {
  const std::string why = refusal(address, port);
  if (!why.empty()) {
    throw Error(ExitCode::environment,
                fmt::format("an attack on {}:{} is refused: {}", address, port, why));
  }
}

}  // namespace mqseal::attack
