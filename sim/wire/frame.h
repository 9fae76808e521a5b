// SPDX-License-Identifier: MIT
// A captured frame, and the TCP segment in it. Ethernet and IPv4 only: what the loopback device of
// Linux carries between a broker on 127.0.0.1 and its clients.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/base/clock.h"

namespace mqseal::wire {

using Bytes = std::span<const std::uint8_t>;

struct Frame {
  base::Nanos at = 0;                ///< CLOCK_REALTIME, as the kernel stamped it
  std::uint32_t original_bytes = 0;  ///< on the wire; more than bytes.size() where it was cut
  std::vector<std::uint8_t> bytes;
};

/// One end of a connection.
struct End {
  std::uint32_t address = 0;  ///< IPv4, host byte order
  std::uint16_t port = 0;

  friend auto operator<=>(const End&, const End&) = default;
};

/// "127.0.0.1"
[[nodiscard]] std::string address_text(std::uint32_t address);

struct TcpFlags {
  bool fin = false, syn = false, rst = false, psh = false, ack = false;
};

struct Segment {
  End from, to;
  std::uint32_t sequence = 0, acknowledged = 0;
  TcpFlags flags;
  Bytes payload;        ///< a view of the frame
  bool is_cut = false;  ///< the frame holds less than was sent
};

/// nullopt for what is not TCP over IPv4 in Ethernet, or a fragment.
[[nodiscard]] std::optional<Segment> segment_in(const Frame& frame) noexcept;

}  // namespace mqseal::wire
