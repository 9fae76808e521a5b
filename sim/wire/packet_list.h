// SPDX-License-Identifier: MIT
// A captured exchange as a list of packets, in the words of Wireshark, as in the lab report
// (exercises 1.4, 2.1, 3.2): number, time, ports, protocol, length, what it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/wire/frame.h"
#include "sim/wire/streams.h"

namespace mqseal::wire {

struct PacketRow {
  std::size_t number = 0;  ///< of the frame, from 1
  double seconds = 0;      ///< since the first frame
  std::uint16_t from_port = 0, to_port = 0;
  std::string protocol;  ///< "MQTT", "TLS", "TCP"
  std::uint32_t bytes = 0;
  std::string info;  ///< "Publish Message [/Group4]"
};

struct Ports {
  std::uint16_t plain = 0, tls = 0;  ///< 0: none
};

/// One row a frame. MQTT packets and TLS records are named in the frame that brings their first
/// byte, several of them separated by ", ".
[[nodiscard]] std::vector<PacketRow> list_packets(const std::vector<Frame>& frames,
                                                  const std::vector<Stream>& streams,
                                                  Ports ports);

/// The rows as aligned text with a heading.
[[nodiscard]] std::string packet_text(const std::vector<PacketRow>& rows);

/// What one kind of packet is for.
struct Explanation {
  std::string_view kind, text;  ///< "Connect Command"
};

/// Of the kinds that stand in `rows`, in the order of the protocol.
[[nodiscard]] std::vector<Explanation> explain(const std::vector<PacketRow>& rows);

}  // namespace mqseal::wire
