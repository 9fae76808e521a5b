// SPDX-License-Identifier: MIT
// Header layouts: IEEE 802.3, RFC 791 (3.1), RFC 9293 (3.1).
#include "sim/wire/frame.h"

#include <algorithm>

#include <fmt/format.h>

namespace mqseal::wire {
namespace {

constexpr std::size_t ethernet_bytes = 14, shortest_ip_bytes = 20, shortest_tcp_bytes = 20;
constexpr unsigned ethertype_ipv4 = 0x0800, protocol_tcp = 6;

std::uint16_t load_u16(Bytes in, std::size_t at) noexcept {
  return static_cast<std::uint16_t>(in[at] << 8U | in[at + 1]);
}

std::uint32_t load_u32(Bytes in, std::size_t at) noexcept {
  return std::uint32_t{load_u16(in, at)} << 16U | load_u16(in, at + 2);
}

}  // namespace

std::string address_text(std::uint32_t address) {
  return fmt::format("{}.{}.{}.{}",
                     address >> 24U,
                     address >> 16U & 0xFFU,
                     address >> 8U & 0xFFU,
                     address & 0xFFU);
}

std::optional<Segment> segment_in(const Frame& frame) noexcept {
  Bytes rest = frame.bytes;
  if (rest.size() < ethernet_bytes + shortest_ip_bytes || load_u16(rest, 12) != ethertype_ipv4) {
    return std::nullopt;
  }
  rest = rest.subspan(ethernet_bytes);
  const std::size_t ip_bytes = std::size_t{4} * (rest[0] & 15U);
  const std::size_t total_bytes = load_u16(rest, 2);
  const bool fragment = (load_u16(rest, 6) & 0x3FFFU) != 0;
  if (rest[0] >> 4U != 4 || ip_bytes < shortest_ip_bytes || fragment || rest[9] != protocol_tcp ||
      rest.size() < ip_bytes + shortest_tcp_bytes) {
    return std::nullopt;
  }
  Segment segment;
  segment.from.address = load_u32(rest, 12);
  segment.to.address = load_u32(rest, 16);
  const Bytes tcp = rest.subspan(ip_bytes);
  const std::size_t tcp_bytes = std::size_t{4} * (tcp[12] >> 4U);
  if (tcp_bytes < shortest_tcp_bytes || tcp.size() < tcp_bytes) {
    return std::nullopt;
  }
  segment.from.port = load_u16(tcp, 0);
  segment.to.port = load_u16(tcp, 2);
  segment.sequence = load_u32(tcp, 4);
  segment.acknowledged = load_u32(tcp, 8);
  const unsigned flags = tcp[13];
  segment.flags = {(flags & 1U) != 0,
                   (flags & 2U) != 0,
                   (flags & 4U) != 0,
                   (flags & 8U) != 0,
                   (flags & 16U) != 0};
  // Segmentation offload makes packets above 64 KiB, whose length field is 0.
  const std::size_t headers = ip_bytes + tcp_bytes;
  const std::size_t sent = total_bytes != 0 ? total_bytes : frame.original_bytes - ethernet_bytes;
  const std::size_t payload = sent > headers ? sent - headers : 0;
  const std::size_t held = tcp.size() - tcp_bytes;
  segment.payload = tcp.subspan(tcp_bytes, std::min(payload, held));
  segment.is_cut = payload > held;
  return segment;
}

}  // namespace mqseal::wire
