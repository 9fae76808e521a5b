// SPDX-License-Identifier: MIT
// What a running broker can do, asked of the broker itself: each answer comes with its evidence.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/broker/probe.h"
#include "sim/client/endpoint.h"

namespace mqseal::broker {

enum class Capability : std::uint8_t {
  mutual_tls,          ///< turns away TLS clients without a certificate
  qos_2,               ///< grants a subscription QoS 2 and delivers with it
  mqtt_5,              ///< accepts CONNECT of version 5
  persistent_session,  ///< keeps a QoS 1 message for a client that is away
  retained             ///< hands a retained message to a new subscriber
};

[[nodiscard]] std::string_view to_string(Capability capability) noexcept;

struct Finding {
  Capability capability = Capability::mutual_tls;
  bool works = false;
  std::string evidence;  ///< what came back: "SUBACK grants QoS 1 for 2"
};

/// One of each, in the order of the enumeration. What is not answered within `limit` does not work.
/// Leaves no session and no retained message behind.
[[nodiscard]] std::vector<Finding> probe_capabilities(const client::Endpoint& endpoint,
                                                      std::chrono::milliseconds limit);

}  // namespace mqseal::broker
