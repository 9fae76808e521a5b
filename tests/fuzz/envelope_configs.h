// SPDX-License-Identifier: MIT
// One byte of fuzzer input names an envelope configuration.
#pragma once

#include <cstdint>

#include "ciphers/envelope/envelope.h"

namespace mqseal::fuzz {

/// Any cipher, policy and key mode of the catalogue; at times tags of 8 bytes, which are short but
/// long enough that no fuzzer guesses one.
inline envelope::Config config_of(std::uint8_t cipher, std::uint8_t rest) {
  const auto all = host::catalogue();
  const auto& info = all[cipher % all.size()];
  envelope::Config config;
  config.cipher = info.id;
  config.nonce = static_cast<envelope::NoncePolicy>(rest % 3);
  config.keys = (rest & 0x04U) != 0 ? envelope::KeyMode::per_device : envelope::KeyMode::shared;
  config.tag_bytes = (rest & 0x08U) != 0 && info.tag_ok(8) ? 8 : 0;
  return config;
}

}  // namespace mqseal::fuzz
