// SPDX-License-Identifier: MIT
// OASIS MQTT 3.1.1: 2.2 (fixed header), 3.1 (CONNECT), 3.3 (PUBLISH), 3.8 (SUBSCRIBE).
#include "sim/flood/packets.h"

#include <algorithm>

namespace mqseal::flood {
namespace {

constexpr std::uint8_t has_user = 0x80, has_password = 0x40, has_will = 0x04, is_clean = 0x02;

void put_u16(Buffer& to, std::size_t value) {
  to.push_back(static_cast<std::uint8_t>(value >> 8U));
  to.push_back(static_cast<std::uint8_t>(value));
}

void put_text(Buffer& to, std::string_view text) {
  put_u16(to, text.size());
  to.insert(to.end(), text.begin(), text.end());
}

/// First byte and remaining length (2.2.3).
void put_header(Buffer& to, Type type, unsigned flags, std::size_t length) {
  to.push_back(static_cast<std::uint8_t>(static_cast<unsigned>(type) << 4U | flags));
  do {
    const auto digit = static_cast<std::uint8_t>(length & 0x7FU);
    length >>= 7U;
    to.push_back(static_cast<std::uint8_t>(digit | (length > 0 ? 0x80U : 0U)));
  } while (length > 0);
}

}  // namespace

Buffer connect_packet(const ConnectFields& fields) {
  unsigned flags = fields.clean ? is_clean : 0U;
  flags |= fields.user.empty() ? 0U : has_user;
  flags |= fields.password.empty() ? 0U : has_password;
  flags |= fields.will_topic.empty() ? 0U : has_will;
  Buffer body;
  put_text(body, "MQTT");
  body.push_back(4);
  body.push_back(static_cast<std::uint8_t>(flags));
  put_u16(body, fields.keep_alive_s);
  put_text(body, fields.id);
  if (!fields.will_topic.empty()) {
    put_text(body, fields.will_topic);
    put_u16(body, fields.will_bytes);
    body.insert(body.end(), fields.will_bytes, 'w');
  }
  for (const std::string* text : {&fields.user, &fields.password}) {
    if (!text->empty()) {
      put_text(body, *text);
    }
  }
  Buffer packet;
  put_header(packet, Type::connect, 0, body.size());
  packet.insert(packet.end(), body.begin(), body.end());
  return packet;
}

void append_publish(Buffer& to,
                    std::string_view topic,
                    Bytes payload,
                    int qos,
                    std::uint16_t packet_id,
                    bool retain) {
  const unsigned flags = static_cast<unsigned>(qos) << 1U | (retain ? 1U : 0U);
  put_header(to, Type::publish, flags, 2 + topic.size() + (qos > 0 ? 2 : 0) + payload.size());
  put_text(to, topic);
  if (qos > 0) {
    put_u16(to, packet_id);
  }
  to.insert(to.end(), payload.begin(), payload.end());
}

Buffer publish_packet(
    std::string_view topic, Bytes payload, int qos, std::uint16_t packet_id, bool retain) {
  Buffer packet;
  append_publish(packet, topic, payload, qos, packet_id, retain);
  return packet;
}

Buffer subscribe_packet(std::uint16_t packet_id, std::span<const std::string> filters, int qos) {
  Buffer body;
  put_u16(body, packet_id);
  for (const std::string& filter : filters) {
    put_text(body, filter);
    body.push_back(static_cast<std::uint8_t>(qos));
  }
  Buffer packet;
  put_header(packet, Type::subscribe, 2, body.size());
  packet.insert(packet.end(), body.begin(), body.end());
  return packet;
}

void PacketReader::forget() noexcept {
  part_ = Part::first;
  body_.clear();
}

/// Returns what is left behind the header, which may not be complete yet.
Bytes PacketReader::take_header(Bytes bytes) {
  if (part_ == Part::first) {
    first_ = bytes.front();
    bytes = bytes.subspan(1);
    part_ = Part::length;
    length_ = shift_ = 0;
  }
  while (part_ == Part::length && !bytes.empty()) {
    const std::uint8_t digit = bytes.front();
    bytes = bytes.subspan(1);
    length_ |= static_cast<std::size_t>(digit & 0x7FU) << shift_;
    shift_ += 7;
    if ((digit & 0x80U) == 0 || shift_ >= 28) {
      part_ = Part::body;
      left_ = length_;
      body_.clear();
    }
  }
  return bytes;
}

void PacketReader::feed(Bytes bytes, const std::function<void(const Packet&)>& each) {
  while (!bytes.empty()) {
    if (part_ != Part::body) {
      bytes = take_header(bytes);
    }
    if (part_ != Part::body) {
      return;
    }
    const Bytes here = bytes.first(std::min(left_, bytes.size()));
    left_ -= here.size();
    bytes = bytes.subspan(here.size());
    const bool whole_at_once = left_ == 0 && body_.empty();
    if (!whole_at_once) {
      const std::size_t room = kept - std::min(kept, body_.size());
      const Bytes more = here.first(std::min(room, here.size()));
      body_.insert(body_.end(), more.begin(), more.end());
    }
    if (left_ == 0) {
      part_ = Part::first;
      each({static_cast<Type>(first_ >> 4U),
            static_cast<std::uint8_t>(first_ & 0x0FU),
            length_,
            whole_at_once ? here : Bytes(body_)});
    }
  }
}

Published published(const Packet& packet) noexcept {
  const Bytes body = packet.body;
  if (body.size() < 2) {
    return {};
  }
  const std::size_t topic = static_cast<std::size_t>(body[0]) << 8U | body[1];
  const std::size_t id = (packet.flags & 0x06U) != 0 ? 2 : 0;
  if (body.size() < packet.length || body.size() < 2 + topic + id) {
    return {};
  }
  const auto* const text = reinterpret_cast<const char*>(body.data()) + 2;
  return {{text, topic}, body.subspan(2 + topic + id)};
}

}  // namespace mqseal::flood
