// SPDX-License-Identifier: MIT
// Frames made by hand: Ethernet, IPv4, TCP around a payload.
#pragma once

#include <string_view>
#include <vector>

#include "sim/wire/streams.h"

namespace mqseal::wire::test {

struct Tcp {
  std::uint16_t from = 40000, to = 1883;
  std::uint32_t sequence = 0;
  std::uint8_t flags = 0x18;  ///< PSH, ACK
  std::string_view payload;
};

inline constexpr std::uint8_t syn = 0x02, fin = 0x11;

inline Frame frame(const Tcp& tcp) {
  std::vector<std::uint8_t> bytes(14 + 20 + 20, 0);
  const auto put = [&](std::size_t at, std::uint32_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * (size - 1 - i)));
    }
  };
  put(12, 0x0800, 2);
  bytes[14] = 0x45;
  put(16, static_cast<std::uint32_t>(40 + tcp.payload.size()), 2);
  bytes[23] = 6;
  put(26, 0x7F000101, 4);
  put(30, 0x7F000001, 4);
  put(34, tcp.from, 2);
  put(36, tcp.to, 2);
  put(38, tcp.sequence, 4);
  bytes[46] = 0x50;
  bytes[47] = tcp.flags;
  bytes.insert(bytes.end(), tcp.payload.begin(), tcp.payload.end());
  Frame made;
  made.original_bytes = static_cast<std::uint32_t>(bytes.size());
  made.bytes = std::move(bytes);
  return made;
}

inline std::string text_of(const Stream& stream) {
  return {stream.bytes.begin(), stream.bytes.end()};
}

}  // namespace mqseal::wire::test
