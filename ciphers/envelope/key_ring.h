// SPDX-License-Identifier: MIT
// Inside a KeyRing: what its Sealers and Openers share.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ciphers/envelope/device_keys.h"
#include "ciphers/envelope/envelope.h"
#include "ciphers/envelope/layout.h"
#include "ciphers/envelope/limits.h"
#include "ciphers/envelope/nonce.h"

namespace mqseal::envelope {

struct KeyRing::Impl {
  /// What one sender has done with this ring, over all its Sealers (a virtual sender restarts).
  struct SenderRecord {
    std::uint32_t last_epoch = 0;
    KeyUse shared_use;  ///< of the shared key; per-device use is of one epoch, kept by the Sealer
  };

  Impl(const Config& ring_config, const host::MasterKey& ring_master, std::size_t cached_keys);

  /// Where the key for opening `header`'s message is; derives it where that is needed.
  [[nodiscard]] host::Aead& opening_key(std::uint32_t sender, std::uint32_t epoch);
  /// What the format authenticates beside the plaintext, on this ring's scratch: valid until the
  /// next call. `compact`: H, then the topic; `cose`: the Enc_structure around them; `lab`:
  /// nothing. The topic has at most layout.longest_topic_bytes bytes.
  [[nodiscard]] Bytes associated_data(Bytes header,
                                      Bytes protected_header,
                                      std::string_view topic) noexcept;

  Config config;
  const host::MasterKey& master;
  Layout layout;
  KeyBudget budget;
  std::unique_ptr<host::Aead> shared;  ///< nullptr for `none`, `raw` and per-device keys
  DeviceKeys devices;
  RandomPool random;
  std::vector<std::uint8_t> lab_body;  ///< scratch of format `lab`: C and T of one message
  std::unordered_map<std::uint32_t, SenderRecord> senders;
  std::uint64_t failed_opens = 0;

 private:
  std::vector<std::uint8_t> associated_data_;
};

}  // namespace mqseal::envelope
