// SPDX-License-Identifier: MIT
// From the master to the key of one cipher, policy and tag length (envelope.md, "Keys").
#pragma once

#include <cstdint>

#include "ciphers/envelope/layout.h"
#include "ciphers/host/secret.h"

namespace mqseal::envelope {

/// The cipher's key_bytes at its front; wiped when it goes.
using DerivedKey = host::Secret<32>;

/// K = HKDF-SHA-256(master; salt `mqseal/envelope/1`; info; key length), with info = `shared` 00
/// cipher-id 00 policy(u8) t(u8). With a direct key: the master's first bytes.
[[nodiscard]] DerivedKey shared_key(const Layout& layout, const host::MasterKey& master);
/// The same with info = `device` 00 cipher-id 00 policy(u8) t(u8) sender(u32) epoch(u32).
[[nodiscard]] DerivedKey device_key(const Layout& layout,
                                    const host::MasterKey& master,
                                    std::uint32_t sender,
                                    std::uint32_t epoch);
/// Straight into `aead`.
void set_shared_key(const Layout& layout, const host::MasterKey& master, host::Aead& aead);
void set_device_key(const Layout& layout,
                    const host::MasterKey& master,
                    std::uint32_t sender,
                    std::uint32_t epoch,
                    host::Aead& aead);

}  // namespace mqseal::envelope
