// SPDX-License-Identifier: MIT
#include "sim/wire/pcapng.h"

#include <cstdint>
#include <cstring>

namespace mqseal::wire {
namespace {

/// Block types (pcapng, 4): section header, interface, decryption secrets, enhanced packet.
enum class Block : std::uint32_t { section = 0x0A0D0D0A, interface = 1, secrets = 10, packet = 6 };

constexpr std::uint32_t byte_order_magic = 0x1A2B3C4D;
constexpr std::uint32_t tls_key_log = 0x544c534b;
constexpr std::uint16_t link_type_ethernet = 1;
constexpr std::uint16_t option_end = 0, option_comment = 1, option_application = 4,
                        option_time_resolution = 9;

void pad(std::string& out) {
  out.append((4 - out.size() % 4) % 4, '\0');
}

/// In this machine's byte order, which the magic tells.
template <class Integer>
void put(std::string& out, Integer value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

void put_option(std::string& out, std::uint16_t code, std::string_view value) {
  put(out, code);
  put(out, static_cast<std::uint16_t>(value.size()));
  out += value;
  pad(out);
}

void put_block(std::string& out, Block type, std::string body) {
  pad(body);
  const auto length = static_cast<std::uint32_t>(12 + body.size());
  put(out, static_cast<std::uint32_t>(type));
  put(out, length);
  out += body;
  put(out, length);
}

std::string section(std::string_view comment) {
  std::string body;
  put(body, byte_order_magic);
  put(body, std::uint16_t{1});  // version 1.0
  put(body, std::uint16_t{0});
  put(body, ~std::uint64_t{0});  // length of the section: not said
  if (!comment.empty()) {
    put_option(body, option_comment, comment);
  }
  put_option(body, option_application, "mqseal");
  put_option(body, option_end, {});
  return body;
}

std::string interface_block() {
  std::string body;
  put(body, link_type_ethernet);
  put(body, std::uint16_t{0});
  put(body, std::uint32_t{0});  // no limit on the length of a frame
  put_option(body, option_time_resolution, "\x09");
  put_option(body, option_end, {});
  return body;
}

std::string secrets(std::string_view text) {
  std::string body;
  put(body, tls_key_log);
  put(body, static_cast<std::uint32_t>(text.size()));
  body += text;
  return body;
}

std::string packet(const Frame& frame) {
  const auto at = static_cast<std::uint64_t>(frame.at);
  std::string body;
  put(body, std::uint32_t{0});  // the one interface
  put(body, static_cast<std::uint32_t>(at >> 32U));
  put(body, static_cast<std::uint32_t>(at));
  put(body, static_cast<std::uint32_t>(frame.bytes.size()));
  put(body, frame.original_bytes);
  body.append(frame.bytes.begin(), frame.bytes.end());
  return body;
}

}  // namespace

std::string pcapng(const CaptureFile& file) {
  std::string out;
  put_block(out, Block::section, section(file.comment));
  put_block(out, Block::interface, interface_block());
  if (!file.tls_secrets.empty()) {
    put_block(out, Block::secrets, secrets(file.tls_secrets));
  }
  for (const Frame& frame : file.frames) {
    put_block(out, Block::packet, packet(frame));
  }
  return out;
}

}  // namespace mqseal::wire
