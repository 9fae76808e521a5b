// SPDX-License-Identifier: MIT
// One MQTT 3.1.1 CONNECT by hand, to learn whether a broker answers. It asks for readiness, not
// for identity: that the answer is our broker's is shown by who holds the listening socket
// (port.h), and a broker may have been given a certificate that is wrong on purpose.
#pragma once

#include <chrono>
#include <string>

#include "sim/client/endpoint.h"

namespace mqseal::broker {

enum class ProbeStatus : unsigned char {
  connack,      ///< a CONNACK came, whatever its return code
  unreachable,  ///< nobody accepts connections on the port
  closed,       ///< the connection was closed before a CONNACK
  timed_out,
  tls_refused,  ///< no TLS session, or the client's certificate was turned down
  not_mqtt      ///< an answer that is no CONNACK
};

[[nodiscard]] std::string_view to_string(ProbeStatus status) noexcept;

struct ProbeResult {
  ProbeStatus status = ProbeStatus::unreachable;
  int return_code = -1;  ///< of the CONNACK (MQTT 3.1.1, 3.2.2.3): 0 accepted; -1 where none came
  std::string detail;    ///< the system's or OpenSSL's words; may be empty
};

using ProbeDeadline = std::chrono::steady_clock::time_point;

/// CONNECT, CONNACK, DISCONNECT on the plain port. Blocks until `deadline` at most. Any thread.
[[nodiscard]] ProbeResult probe_plain(const client::Endpoint& endpoint, ProbeDeadline deadline);
/// The same within TLS, with the client's certificate where the endpoint names one. In TLS 1.3 a
/// client finishes the handshake before the server has judged its certificate, so only the CONNACK
/// counts.
[[nodiscard]] ProbeResult probe_tls(const client::Endpoint& endpoint, ProbeDeadline deadline);

}  // namespace mqseal::broker
