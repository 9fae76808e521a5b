// SPDX-License-Identifier: MIT
#include "ciphers/envelope/header.h"

#include "ciphers/envelope/bytes.h"

namespace mqseal::envelope {
namespace {

constexpr std::uint8_t version_bits = 1U << 4;
constexpr std::uint8_t retained_bit = 1U << 2;

std::uint8_t first_byte(NoncePolicy policy, bool retained) noexcept {
  return static_cast<std::uint8_t>(version_bits | (retained ? retained_bit : 0U) |
                                   static_cast<unsigned>(policy));
}

}  // namespace

void write_header(const Header& header, std::span<std::uint8_t, header_bytes> out) noexcept {
  out[0] = first_byte(header.policy, header.retained);
  store_u32(header.sender, out.subspan<1, 4>());
  store_u32(header.epoch, out.subspan<5, 4>());
  store_u32(header.counter, out.subspan<9, 4>());
}

void read_header(const Layout& layout,
                 std::uint32_t first,
                 std::uint32_t last,
                 Parts& parts) noexcept {
  const auto in = parts.header_view.first<header_bytes>();
  Header& header = parts.header;
  header.policy = layout.policy;
  header.retained = (in[0] & retained_bit) != 0;
  header.sender = load_u32(in.subspan<1, 4>());
  header.epoch = load_u32(in.subspan<5, 4>());
  header.counter = load_u32(in.subspan<9, 4>());
  const bool listed = header.sender != 0 && header.sender >= first && header.sender <= last;
  const bool same_first_byte = in[0] == first_byte(layout.policy, header.retained);
  parts.status =
      same_first_byte && listed && header.epoch != 0 ? OpenStatus::fresh : OpenStatus::bad_header;
}

Parts parse_envelope(const Layout& layout,
                     std::uint32_t first,
                     std::uint32_t last,
                     Bytes sealed) noexcept {
  Parts parts;
  const std::size_t overhead = layout.overhead_bytes();
  if (sealed.size() < overhead || sealed.size() - overhead > layout.longest_plaintext_bytes) {
    parts.status = OpenStatus::bad_length;
    return parts;
  }
  parts.header_view = sealed.first(header_bytes);
  parts.nonce = sealed.subspan(header_bytes, layout.sent_nonce_bytes);
  parts.body = sealed.subspan(header_bytes + layout.sent_nonce_bytes);
  read_header(layout, first, last, parts);
  return parts;
}

}  // namespace mqseal::envelope
