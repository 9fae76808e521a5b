// SPDX-License-Identifier: MIT
// The broker's own counters, read over MQTT from its $SYS tree, to hold our ledger against.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/client/endpoint.h"
#include "sim/record/result.h"

namespace mqseal::run {

/// PUBLISH packets since the broker's start. Each is nullopt where the broker does not publish it.
struct BrokerCounters {
  std::optional<std::uint64_t> received, sent, dropped;
  std::uint64_t to_reader = 0;  ///< of `sent`, what this reading itself caused
};

/// Connects on the plain port and waits until the broker has renewed its tree twice, which takes
/// mosquitto 2 to 4 s; at most 15 s. nullopt where there is no $SYS tree or no connection; `why`
/// then says so.
[[nodiscard]] std::optional<BrokerCounters> read_broker_counters(const client::Endpoint& endpoint,
                                                                 std::string& why);

/// Fills in counts.broker_*, and a warning where they do not agree with what the fleet counted.
void compare_counters(const BrokerCounters& counters, record::RunResult& result);

}  // namespace mqseal::run
