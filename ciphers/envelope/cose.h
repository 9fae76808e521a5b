// SPDX-License-Identifier: MIT
// Format `cose`: COSE_Encrypt0 (RFC 9052, 5.2), tagged 16. The protected header holds the
// algorithm, the key id, which is H, and the IV, which every policy sends, so that any COSE library
// with the key and the external_aad (H, then the topic) can open it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "ciphers/envelope/envelope.h"
#include "ciphers/envelope/header.h"

namespace mqseal::envelope {

/// The algorithm's number in the IANA registry "COSE Algorithms" for this cipher with this tag:
/// A128GCM 1, AES-CCM-16-64-128 10, ChaCha20/Poly1305 24, AES-CCM-16-128-128 30. nullopt where it
/// has none.
[[nodiscard]] std::optional<std::int32_t> registered_cose_algorithm(std::string_view cipher,
                                                                    std::size_t tag_bytes) noexcept;
/// A number of our own below -65536 (RFC 9053, 11.1: private use), known to mqseal only; nullopt
/// for a cipher that is registered, and for `none`.
[[nodiscard]] std::optional<std::int32_t> private_cose_algorithm(std::string_view cipher) noexcept;

/// Length of a whole message.
[[nodiscard]] std::size_t cose_bytes(const Layout& layout, std::size_t plaintext_bytes) noexcept;
/// Length of the Enc_structure around a topic (RFC 9052, 5.3): the AEAD's associated data.
[[nodiscard]] std::size_t cose_associated_bytes(const Layout& layout,
                                                std::size_t topic_bytes) noexcept;

/// Where the parts of a message that is being written stand in it.
struct CoseFrame {
  Bytes protected_header;
  MutableBytes body;  ///< C and T are to be written here
};

/// Writes all but C and T to `out`, which has exactly cose_bytes(layout, plaintext_bytes) bytes.
[[nodiscard]] CoseFrame write_cose_frame(const Layout& layout,
                                         Bytes header,
                                         Bytes nonce,
                                         std::size_t plaintext_bytes,
                                         MutableBytes out) noexcept;

/// As parse_envelope(); also bad_header: another algorithm, an IV that the policy would not give,
/// further header parameters, a head longer than needed. The tag 16 may be missing, the three
/// parameters may come in any order.
[[nodiscard]] Parts parse_cose(const Layout& layout,
                               std::uint32_t first,
                               std::uint32_t last,
                               Bytes sealed) noexcept;

/// Writes ["Encrypt0", protected, external_aad = H and topic] to the front of `out`, which has
/// room for cose_associated_bytes() bytes; returns the length.
std::size_t write_enc_structure(Bytes protected_header,
                                Bytes header,
                                std::string_view topic,
                                MutableBytes out) noexcept;

}  // namespace mqseal::envelope
