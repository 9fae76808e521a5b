// SPDX-License-Identifier: MIT
// MQTT 3.1.1 packets as bytes, for attackers that must write what no client library writes, and
// the way back: where one packet ends and the next begins.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mqseal::flood {

using Bytes = std::span<const std::uint8_t>;
using Buffer = std::vector<std::uint8_t>;

/// Control packet types (MQTT 3.1.1, 2.2.1), as they stand in the first byte's upper half.
enum class Type : std::uint8_t {
  connect = 1,
  connack = 2,
  publish = 3,
  puback = 4,
  pubrec = 5,
  pubrel = 6,
  pubcomp = 7,
  subscribe = 8,
  suback = 9,
  pingreq = 12,
  pingresp = 13,
  disconnect = 14
};

struct ConnectFields {
  std::string id;
  std::uint16_t keep_alive_s = 60;
  bool clean = true;
  std::string user, password;  ///< empty: none
  std::string will_topic;      ///< empty: none
  std::size_t will_bytes = 0;
};

[[nodiscard]] Buffer connect_packet(const ConnectFields& fields);
/// `qos` 0 has no `packet_id`.
void append_publish(Buffer& to,
                    std::string_view topic,
                    Bytes payload,
                    int qos,
                    std::uint16_t packet_id,
                    bool retain);
[[nodiscard]] Buffer publish_packet(
    std::string_view topic, Bytes payload, int qos, std::uint16_t packet_id, bool retain);
[[nodiscard]] Buffer subscribe_packet(std::uint16_t packet_id,
                                      std::span<const std::string> filters,
                                      int qos);

/// One packet that arrived. The view holds during the call only.
struct Packet {
  Type type;
  std::uint8_t flags = 0;
  std::size_t length = 0;  ///< bytes after the fixed header
  Bytes body;              ///< the first PacketReader::kept of them
};

/// Cuts a stream into packets.
class PacketReader {
 public:
  /// Bytes of a body that are handed over; the rest is counted and dropped.
  static constexpr std::size_t kept = 65536;

  void feed(Bytes bytes, const std::function<void(const Packet&)>& each);
  void forget() noexcept;

 private:
  [[nodiscard]] Bytes take_header(Bytes bytes);

  Buffer body_;
  std::size_t length_ = 0, left_ = 0;
  std::uint32_t shift_ = 0;
  std::uint8_t first_ = 0;

  enum class Part : std::uint8_t { first, length, body } part_ = Part::first;
};

/// The payload of a PUBLISH with its topic; empty topic where the packet does not hold one whole.
struct Published {
  std::string_view topic;
  Bytes payload;
};

[[nodiscard]] Published published(const Packet& packet) noexcept;

}  // namespace mqseal::flood
