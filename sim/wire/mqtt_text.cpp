// SPDX-License-Identifier: MIT
#include "sim/wire/mqtt_text.h"

#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "sim/base/text.h"

namespace mqseal::wire {
namespace {

/// MQTT 3.1.1, table 2.1, and AUTH of 5.0, by type; the words of Wireshark's dissector.
constexpr std::array<std::string_view, 16> packet_names = {"Reserved",
                                                           "Connect Command",
                                                           "Connect Ack",
                                                           "Publish Message",
                                                           "Publish Ack",
                                                           "Publish Received",
                                                           "Publish Release",
                                                           "Publish Complete",
                                                           "Subscribe Request",
                                                           "Subscribe Ack",
                                                           "Unsubscribe Request",
                                                           "Unsubscribe Ack",
                                                           "Ping Request",
                                                           "Ping Response",
                                                           "Disconnect Req",
                                                           "Authentication Exchange"};
constexpr unsigned type_connect = 1, type_publish = 3, type_puback = 4, type_pubcomp = 7,
                   type_subscribe = 8, type_unsubscribe = 10, type_unsuback = 11;

std::size_t load_u16(Bytes in, std::size_t at) {
  return std::size_t{in[at]} << 8U | in[at + 1];
}

/// Remaining length (MQTT 3.1.1, 2.2.3): value and its own bytes.
struct Length {
  std::size_t value = 0, bytes = 0;
};

std::optional<Length> remaining_length(Bytes in) {
  Length length;
  for (std::size_t shift = 0; shift < 28; shift += 7) {
    if (length.bytes == in.size()) {
      return std::nullopt;
    }
    const std::uint8_t byte = in[length.bytes++];
    length.value |= static_cast<std::size_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) == 0) {
      return length;
    }
  }
  return std::nullopt;
}

std::string text_at(Bytes body, std::size_t at) {
  if (at > body.size() || body.size() - at < 2 || load_u16(body, at) > body.size() - at - 2) {
    return {};
  }
  const Bytes text = body.subspan(at + 2, load_u16(body, at));
  return base::printable(std::string(text.begin(), text.end()));
}

/// The protocol level that a CONNECT asks for (MQTT 3.1.1, 3.1.2.2): 4 or 5; 0 where it is cut.
unsigned level_of(Bytes connect) {
  const std::size_t at = connect.size() < 2 ? 0 : 2 + load_u16(connect, 0);
  return at < connect.size() ? connect[at] : 0;
}

/// `level`: of the CONNECT at the stream's beginning.
std::string describe(std::uint8_t first, Bytes body, unsigned level) {
  const unsigned type = first >> 4U;
  std::string text(packet_names[type]);
  const auto add_id = [&](std::size_t at) {
    if (at + 2 <= body.size()) {
      text += fmt::format(" (id={})", load_u16(body, at));
    }
  };
  if (type == type_publish) {
    const std::size_t topic_bytes = body.size() < 2 ? 0 : load_u16(body, 0);
    if ((first & 6U) != 0) {
      add_id(2 + topic_bytes);
    }
    text += fmt::format(" [{}]", text_at(body, 0));
  } else if (type >= type_puback && type <= type_unsuback) {
    add_id(0);
    if ((type == type_subscribe || type == type_unsubscribe) && body.size() > 2) {
      // In 5.0 the length of the properties and they themselves stand between.
      const auto properties =
          level == 5 ? remaining_length(body.subspan(2)) : std::optional(Length{});
      text += fmt::format(
          " [{}]", properties ? text_at(body, 2 + properties->bytes + properties->value) : "");
    }
  }
  return text;
}

/// RFC 8446, 5.1 and 4.
std::string_view content_name(std::uint8_t type) {
  switch (type) {
    case 20:
      return "Change Cipher Spec";
    case 21:
      return "Alert";
    case 22:
      return "Handshake";
    case 23:
      return "Application Data";
    default:
      return {};
  }
}

std::string_view handshake_name(std::uint8_t type) {
  switch (type) {
    case 1:
      return "Client Hello";
    case 2:
      return "Server Hello";
    case 4:
      return "New Session Ticket";
    case 11:
      return "Certificate";
    case 12:
      return "Server Key Exchange";
    case 13:
      return "Certificate Request";
    case 14:
      return "Server Hello Done";
    case 15:
      return "Certificate Verify";
    case 16:
      return "Client Key Exchange";
    default:
      return "Encrypted Handshake Message";
  }
}

}  // namespace

std::vector<Named> mqtt_packets(Bytes stream) {
  std::vector<Named> found;
  std::size_t at = 0;
  unsigned level = 0;
  while (at < stream.size()) {
    const auto length = remaining_length(stream.subspan(at + 1));
    if (!length || stream[at] >> 4U == 0 ||
        at + 1 + length->bytes + length->value > stream.size()) {
      break;
    }
    const Bytes body = stream.subspan(at + 1 + length->bytes, length->value);
    level = stream[at] >> 4U == type_connect ? level_of(body) : level;
    found.push_back({at, describe(stream[at], body, level)});
    at += 1 + length->bytes + length->value;
  }
  return found;
}

std::vector<Named> tls_records(Bytes stream) {
  constexpr std::size_t head = 5;
  std::vector<Named> found;
  bool encrypted = false;
  for (std::size_t at = 0; at + head <= stream.size();) {
    const std::string_view name = content_name(stream[at]);
    const std::size_t length = load_u16(stream, at + 3);
    if (name.empty() || stream[at + 1] != 3 || at + head + length > stream.size()) {
      break;
    }
    const bool handshake = stream[at] == 22 && length > 0 && !encrypted;
    found.push_back({at, std::string(handshake ? handshake_name(stream[at + head]) : name)});
    encrypted = encrypted || stream[at] == 20;
    at += head + length;
  }
  return found;
}

}  // namespace mqseal::wire
