// SPDX-License-Identifier: MIT
#include "ciphers/envelope/layout.h"

#include <limits>
#include <stdexcept>
#include <string>

#include "ciphers/envelope/cose.h"
#include "ciphers/envelope/lab_text.h"
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
      if (config.keys == KeyMode::per_device) {
        refuse("keys: per-device needs a sender in each message, which format lab does not carry");
      }
      [[fallthrough]];
    case Format::cose:
      if (cipher.is_none()) {
        refuse("format: lab and cose carry ciphertext, so they need a cipher other than none");
      }
      return;
  }
  refuse("format: unknown value; use compact, raw, lab or cose");
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
  if (config.direct_key && config.format != Format::lab) {
    refuse("direct_key: only format lab uses a key as it is, without derivation");
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

std::int32_t checked_cose_algorithm(const Config& config, std::size_t tag_bytes) {
  if (const auto number = registered_cose_algorithm(config.cipher, tag_bytes)) {
    return *number;
  }
  const auto number = private_cose_algorithm(config.cipher);
  if (!number) {
    refuse("tag_bytes: COSE has no algorithm for " + config.cipher + " with a tag of " +
           std::to_string(tag_bytes) + " bytes; leave it at 0");
  }
  if (!config.cose_private) {
    refuse("cose_private: COSE has no registered algorithm for " + config.cipher +
           "; set it to use a private number, which no other program knows");
  }
  return *number;
}

/// AES-CCM: L and the form of the associated data's length bound both texts (RFC 3610, 2).
void bound_ccm(Layout& layout) {
  layout.longest_topic_bytes = max_ccm_topic_bytes;
  if (layout.format == Format::cose) {
    constexpr std::size_t longest_associated = 0xFF00 - 1;
    const std::size_t around =
        cose_associated_bytes(layout, max_ccm_topic_bytes) - max_ccm_topic_bytes;
    layout.longest_topic_bytes = longest_associated - around;
    layout.longest_plaintext_bytes = 0xFFFF;  // a nonce of 13 bytes leaves L = 2
  }
}

void set_nonce(Layout& layout, const host::CipherInfo& cipher) {
  const bool ccm = cipher.limit == host::KeyLimit::ccm;
  const bool counter = layout.policy == NoncePolicy::counter;
  const bool compact = layout.format == Format::compact;
  layout.nonce_bytes = counter ? cipher.counter_nonce_bytes : cipher.random_nonce_bytes;
  if (layout.format == Format::cose && ccm) {
    layout.nonce_bytes = 13;  // RFC 9053, 4.2: the algorithms that are called AES-CCM-16
  }
  const bool implied = compact && layout.policy != NoncePolicy::random;
  layout.sent_nonce_bytes = implied ? 0 : layout.nonce_bytes;
}

}  // namespace

std::size_t Layout::sealed_bytes(std::size_t plaintext_bytes) const noexcept {
  switch (format) {
    case Format::lab:
      return lab_text_bytes(nonce_bytes + plaintext_bytes + tag_bytes);
    case Format::cose:
      return cose_bytes(*this, plaintext_bytes);
    case Format::compact:
    case Format::raw:
      break;
  }
  return overhead_bytes() + plaintext_bytes;
}

std::size_t Layout::associated_bytes(std::size_t topic_bytes) const noexcept {
  switch (format) {
    case Format::lab:
      return 0;
    case Format::cose:
      return cose_associated_bytes(*this, topic_bytes);
    case Format::compact:
    case Format::raw:
      break;
  }
  return header_bytes + topic_bytes;
}

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
  layout.format = config.format;
  layout.direct_key = config.direct_key;
  layout.tag_bytes = checked_tag_bytes(config, *cipher);
  if (layout.encrypts()) {
    set_nonce(layout, *cipher);
    if (layout.format == Format::cose) {
      layout.cose_algorithm = checked_cose_algorithm(config, layout.tag_bytes);
    }
    if (cipher->limit == host::KeyLimit::ccm) {
      bound_ccm(layout);
    }
  }
  return layout;
}

void validate(const Config& config) {
  static_cast<void>(make_layout(config));
}

std::size_t sealed_bytes(const Config& config, std::size_t plaintext_bytes) {
  return make_layout(config).sealed_bytes(plaintext_bytes);
}

std::size_t longest_plaintext(const Config& config) {
  return make_layout(config).longest_plaintext_bytes;
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
