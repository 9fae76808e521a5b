// SPDX-License-Identifier: MIT
// The 13 bytes in front of every envelope, and the split of an envelope into its parts. No
// cryptography happens here: what this refuses costs a receiver nothing.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "ciphers/envelope/envelope.h"
#include "ciphers/envelope/layout.h"

namespace mqseal::envelope {

/// H: version(4 bits)=1 | 0 | R | policy(2 bits), sender u32, epoch u32, counter u32, big-endian.
struct Header {
  NoncePolicy policy = NoncePolicy::random;
  bool retained = false;
  std::uint32_t sender = 0;
  std::uint32_t epoch = 0;
  std::uint32_t counter = 0;

  [[nodiscard]] Sequence sequence() const noexcept { return Sequence{epoch} << 32 | counter; }
};

void write_header(const Header& header, std::span<std::uint8_t, header_bytes> out) noexcept;

/// An envelope in its parts, all views of the bytes that were parsed.
struct Parts {
  OpenStatus status = OpenStatus::bad_length;  ///< fresh: well-formed; else why not
  Header header;
  Bytes header_view;       ///< H
  Bytes protected_header;  ///< of `cose` only
  Bytes nonce;             ///< N; empty where the policy sends none
  Bytes body;              ///< C, then T
};

/// Fills in `parts.header` from its header_view, and its status: fresh or bad_header. `first` and
/// `last` bound the listed senders, inclusive.
void read_header(const Layout& layout,
                 std::uint32_t first,
                 std::uint32_t last,
                 Parts& parts) noexcept;

/// Format `compact`: length first, then H[0], sender, epoch.
[[nodiscard]] Parts parse_envelope(const Layout& layout,
                                   std::uint32_t first,
                                   std::uint32_t last,
                                   Bytes sealed) noexcept;

}  // namespace mqseal::envelope
