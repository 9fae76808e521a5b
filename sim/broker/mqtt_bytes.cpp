// SPDX-License-Identifier: MIT
#include "sim/broker/mqtt_bytes.h"

#include <span>

namespace mqseal::broker {
namespace {

void append_text(Packet& packet, std::string_view text) {
  packet.push_back(static_cast<std::uint8_t>(text.size() >> 8U));
  packet.push_back(static_cast<std::uint8_t>(text.size() & 0xFFU));
  packet.insert(packet.end(), text.begin(), text.end());
}

/// Fixed header (2.2) and body; probes stay below 16 KiB: two bytes of remaining length.
Packet packet_of(std::uint8_t first, const Packet& body) {
  Packet packet{first};
  if (body.size() > 127) {
    packet.push_back(static_cast<std::uint8_t>(0x80U | (body.size() & 0x7FU)));
    packet.push_back(static_cast<std::uint8_t>(body.size() >> 7U));
  } else {
    packet.push_back(static_cast<std::uint8_t>(body.size()));
  }
  packet.insert(packet.end(), body.begin(), body.end());
  return packet;
}

constexpr std::size_t largest_body = 16384;

}  // namespace

Packet connect_packet(const ConnectOptions& options) {
  Packet body;
  append_text(body, "MQTT");
  body.push_back(static_cast<std::uint8_t>(options.version));
  const bool named = !options.user.empty();
  body.push_back(static_cast<std::uint8_t>((named ? 0xC0U : 0U) | (options.clean ? 0x02U : 0U)));
  body.push_back(0);
  body.push_back(10);
  if (options.version == 5) {
    body.push_back(0);  // no properties
  }
  append_text(body, options.id);
  if (named) {
    append_text(body, options.user);
    append_text(body, options.password);
  }
  return packet_of(0x10, body);
}

Packet subscribe_packet(std::string_view filter, int qos) {
  Packet body{0, 1};
  append_text(body, filter);
  body.push_back(static_cast<std::uint8_t>(qos));
  return packet_of(0x82, body);
}

Packet publish_packet(std::string_view topic, std::string_view payload, int flags) {
  Packet body;
  append_text(body, topic);
  if ((flags & 0x06) != 0) {
    body.push_back(0);
    body.push_back(2);
  }
  body.insert(body.end(), payload.begin(), payload.end());
  return packet_of(static_cast<std::uint8_t>(0x30 | flags), body);
}

std::optional<Received> MqttSocket::open(const std::string& address,
                                         std::uint16_t port,
                                         const ConnectOptions& options) {
  if (socket_.connect(address, port) != Io::ok || !send(connect_packet(options))) {
    return std::nullopt;
  }
  return await(2);
}

std::optional<Received> MqttSocket::await(std::uint8_t type) {
  auto packet = receive();
  while (packet && packet->type != type) {
    packet = receive();
  }
  return packet;
}

std::optional<Received> MqttSocket::receive() {
  std::uint8_t first = 0;
  if (!read_exactly(&first, 1)) {
    return std::nullopt;
  }
  std::size_t length = 0;
  std::uint8_t byte = 0x80;
  for (unsigned shift = 0; (byte & 0x80U) != 0; shift += 7) {
    if (shift > 21 || !read_exactly(&byte, 1)) {
      return std::nullopt;
    }
    length |= static_cast<std::size_t>(byte & 0x7FU) << shift;
  }
  Received packet{static_cast<std::uint8_t>(first >> 4U),
                  static_cast<std::uint8_t>(first & 0x0FU),
                  Packet(length <= largest_body ? length : 0)};
  if (length > largest_body || !read_exactly(packet.body.data(), length)) {
    return std::nullopt;
  }
  return packet;
}

bool MqttSocket::read_exactly(std::uint8_t* into, std::size_t count) {
  std::size_t have = 0;
  while (have < count) {
    std::size_t more = 0;
    if (socket_.read(std::span(into + have, count - have), &more) != Io::ok) {
      return false;
    }
    have += more;
  }
  return true;
}

}  // namespace mqseal::broker
