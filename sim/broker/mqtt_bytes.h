// SPDX-License-Identifier: MIT
// The few MQTT packets that probes send and read, by hand: OASIS MQTT 3.1.1 (section numbers below)
// and CONNECT of 5.0. Internal to sim/broker.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/broker/deadline_socket.h"
#include "sim/client/endpoint.h"

namespace mqseal::broker {

using Packet = std::vector<std::uint8_t>;

struct ConnectOptions {
  int version = 4;  ///< 4 = 3.1.1, 5
  bool clean = true;
  std::string id;
  std::string user, password;  ///< left out where `user` is empty
};

/// What a client must say to be let in; both empty where it may be anonymous.
[[nodiscard]] inline const std::string& name_for(const client::Endpoint& endpoint) {
  return endpoint.user.empty() ? endpoint.any_user : endpoint.user;
}

[[nodiscard]] inline const std::string& password_for(const client::Endpoint& endpoint) {
  return endpoint.user.empty() ? endpoint.any_user : endpoint.password;
}

/// 3.1, keep alive 10 s.
[[nodiscard]] Packet connect_packet(const ConnectOptions& options);
/// 3.8, one filter; packet identifier 1.
[[nodiscard]] Packet subscribe_packet(std::string_view filter, int qos);
/// 3.3; packet identifier 2 where QoS is above 0. `flags` as in the fixed header: QoS << 1 |
/// retain.
[[nodiscard]] Packet publish_packet(std::string_view topic, std::string_view payload, int flags);

inline const Packet disconnect_packet{0xE0, 0};    ///< 3.14
inline const Packet pubrel_packet{0x62, 2, 0, 2};  ///< 3.6, packet identifier 2

/// One packet read whole.
struct Received {
  std::uint8_t type = 0;   ///< upper half of the first byte: 2 CONNACK, 3 PUBLISH ...
  std::uint8_t flags = 0;  ///< lower half
  Packet body;             ///< after the remaining length
};

/// A client of the plain listener.
class MqttSocket {
 public:
  MqttSocket(std::chrono::steady_clock::time_point deadline) : socket_(deadline) {}

  /// Connects and returns the CONNACK; nothing where none came.
  [[nodiscard]] std::optional<Received> open(const std::string& address,
                                             std::uint16_t port,
                                             const ConnectOptions& options);

  bool send(const Packet& packet) { return socket_.write(packet) == Io::ok; }

  /// The next packet of `type`, others skipped; nothing where the connection ends before.
  [[nodiscard]] std::optional<Received> await(std::uint8_t type);

  /// The next packet; nothing where the connection ends before.
  [[nodiscard]] std::optional<Received> receive();

 private:
  [[nodiscard]] bool read_exactly(std::uint8_t* into, std::size_t count);

  Socket socket_;
};

}  // namespace mqseal::broker
