// SPDX-License-Identifier: MIT
#include "ciphers/envelope/layout.h"

#include <limits>
#include <stdexcept>
#include <string>

#include "ciphers/envelope/limits.h"

namespace mqseal::envelope {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument(what);
}

void check_format(const Config& config, const host::CipherInfo& cipher) {
  switch (config.format) {
    case Format::compact:
      return;
    case Format::raw:
      if (!cipher.is_none()) {
        refuse("format: raw carries the payload alone, so cipher must be none, not " +
               config.cipher);
      }
      return;
    case Format::lab:
      refuse("format: lab is not implemented; use compact or raw");
    case Format::cose:
      refuse("format: cose is not implemented; use compact or raw");
  }
  refuse("format: unknown value; use compact or raw");
}

void check_nonce_and_keys(const Config& config) {
  if (config.nonce != NoncePolicy::counter && config.nonce != NoncePolicy::random &&
      config.nonce != NoncePolicy::fixed) {
    refuse("nonce: unknown value; use counter, random or fixed");
  }
  if (config.keys != KeyMode::shared && config.keys != KeyMode::per_device) {
    refuse("keys: unknown value; use shared or per-device");
  }
  if (config.senders == 0) {
    refuse("senders: a shared key needs at least 1 sender");
  }
}

std::size_t checked_tag_bytes(const Config& config, const host::CipherInfo& cipher) {
  if (config.tag_bytes == 0) {
    return cipher.tag_default;
  }
  if (cipher.is_none()) {
    refuse("tag_bytes: cipher none has no tag; leave it at 0");
  }
  if (!cipher.tag_ok(config.tag_bytes)) {
    refuse("tag_bytes: " + std::to_string(config.tag_bytes) + " is not allowed for " +
           config.cipher + "; its tags have " + std::to_string(cipher.tag_min) + " to " +
           std::to_string(cipher.tag_max) + " bytes, default " +
           std::to_string(cipher.tag_default));
  }
  return config.tag_bytes;
}

const host::Implementation* checked_implementation(const Config& config,
                                                   const host::CipherInfo& cipher) {
  const auto* found = host::find_implementation(cipher, config.implementation);
  if (found == nullptr) {
    std::string names;
    for (const auto& each : cipher.implementations) {
      if (each.supported()) {
        names += (names.empty() ? "" : ", ") + std::string(each.name);
      }
    }
    refuse("implementation: " + config.cipher + " has no \"" + config.implementation +
           "\" that runs on this CPU; it has " + names);
  }
  return cipher.is_none() ? nullptr : found;
}

}  // namespace

Layout make_layout(const Config& config) {
  const auto* cipher = host::find_cipher(config.cipher);
  if (cipher == nullptr) {
    refuse("cipher: there is no \"" + config.cipher + "\"; see mqseal list ciphers");
  }
  check_format(config, *cipher);
  check_nonce_and_keys(config);
  Layout layout;
  layout.cipher = cipher;
  layout.implementation = checked_implementation(config, *cipher);
  layout.policy = config.nonce;
  layout.keys = config.keys;
  layout.raw = config.format == Format::raw;
  layout.tag_bytes = checked_tag_bytes(config, *cipher);
  if (layout.encrypts()) {
    const bool counter = config.nonce == NoncePolicy::counter;
    layout.nonce_bytes = counter ? cipher->counter_nonce_bytes : cipher->random_nonce_bytes;
    layout.sent_nonce_bytes = config.nonce == NoncePolicy::random ? layout.nonce_bytes : 0;
    if (cipher->limit == host::KeyLimit::ccm) {
      layout.longest_topic_bytes = max_ccm_topic_bytes;
    }
  }
  return layout;
}

void validate(const Config& config) {
  static_cast<void>(make_layout(config));
}

std::size_t sealed_bytes(const Config& config, std::size_t plaintext_bytes) {
  return make_layout(config).overhead_bytes() + plaintext_bytes;
}

std::uint64_t messages_per_key(const Config& config,
                               std::size_t plaintext_bytes,
                               std::size_t topic_bytes) {
  return KeyBudget(make_layout(config), config).messages(plaintext_bytes, topic_bytes);
}

std::uint64_t failed_open_limit(const Config& config) {
  const auto layout = make_layout(config);
  const std::size_t tag_bits = 8 * layout.tag_bytes;
  if (tag_bits < 20 || tag_bits - 20 >= 64) {
    return std::numeric_limits<std::uint64_t>::max();
  }
  return std::uint64_t{1} << (tag_bits - 20);
}

}  // namespace mqseal::envelope
