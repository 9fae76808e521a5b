// SPDX-License-Identifier: MIT
// Makers of the Aeads that are not ours to compute: plaintext, and Botan's as baselines.
#pragma once

#include <cstddef>
#include <memory>

#include "ciphers/host/aead.h"

namespace mqseal::host {

/// No cipher: copies, tag of 0 bytes, opens everything.
[[nodiscard]] std::unique_ptr<Aead> make_plain(std::size_t tag_bytes);

/// Botan 2.19's AEADs: a library baseline, which allocates inside. Tag lengths as in the catalogue.
[[nodiscard]] std::unique_ptr<Aead> make_botan_gcm(std::size_t tag_bytes);
/// L = 15 - nonce length (RFC 3610); envelopes use L = 3.
[[nodiscard]] std::unique_ptr<Aead> make_botan_ccm(std::size_t tag_bytes);
[[nodiscard]] std::unique_ptr<Aead> make_botan_chacha20_poly1305(std::size_t tag_bytes);

/// A process started with MQSEAL_BOTAN_NOAES set (to anything) stands for a host without AES
/// instructions: the first of these calls takes AES-NI, carry-less multiplication and all vector
/// instructions away from Botan, for good. There `botan-noaes` is supported, and `botan` is not.
[[nodiscard]] bool botan_is_whole() noexcept;
[[nodiscard]] bool botan_is_without_aes() noexcept;
/// True where Botan's AES runs on this CPU's AES instructions.
[[nodiscard]] bool botan_uses_aes_instructions() noexcept;

}  // namespace mqseal::host
