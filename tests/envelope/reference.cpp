// SPDX-License-Identifier: MIT
#include "tests/envelope/reference.h"

namespace mqseal::envelope::test {
namespace {

Buffer operator+(Buffer left, const Buffer& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Buffer big_endian(std::uint32_t value) {
  Buffer bytes;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    bytes.push_back(static_cast<std::uint8_t>(value >> shift & 0xFFU));
  }
  return bytes;
}

Buffer byte(std::size_t value) {
  return {static_cast<std::uint8_t>(value)};
}

std::size_t policy_number(NoncePolicy policy) {
  return policy == NoncePolicy::counter ? 0 : policy == NoncePolicy::random ? 1 : 2;
}

Buffer nonce_of(const Config& config, const ReferenceMessage& message, const Buffer& header) {
  const bool ascon = config.cipher == "ascon-aead128";
  if (config.nonce == NoncePolicy::counter) {
    const Buffer n12(header.begin() + 1, header.end());
    return ascon ? n12 + Buffer(4, 0) : n12;
  }
  const bool long_nonce = ascon || config.cipher.ends_with("-eax");
  const std::size_t bytes = long_nonce ? 16 : 12;
  return config.nonce == NoncePolicy::fixed
             ? Buffer(bytes, 0)
             : Buffer(message.random_nonce.begin(),
                      message.random_nonce.begin() + static_cast<std::ptrdiff_t>(bytes));
}

}  // namespace

ReferenceEnvelope compose(const Config& config,
                          const host::MasterKey& master,
                          const ReferenceMessage& message) {
  ReferenceEnvelope all;
  if (config.format == Format::raw) {
    all.envelope = message.plaintext;
    return all;
  }
  const std::size_t first = 0x10 + (message.retained ? 4U : 0U) + policy_number(config.nonce);
  const Buffer header = byte(first) + big_endian(message.sender) + big_endian(message.epoch) +
                        big_endian(message.counter);
  if (config.cipher == "none") {
    all.envelope = header + message.plaintext;
    return all;
  }
  const auto& cipher = *host::find_cipher(config.cipher);
  const std::size_t tag = config.tag_bytes == 0 ? cipher.tag_default : config.tag_bytes;
  const bool shared = config.keys == KeyMode::shared;
  all.info = bytes_of(shared ? "shared" : "device") + byte(0) + bytes_of(config.cipher) + byte(0) +
             byte(policy_number(config.nonce)) + byte(tag);
  if (!shared) {
    all.info = all.info + big_endian(message.sender) + big_endian(message.epoch);
  }
  all.key.resize(cipher.key_bytes);
  host::hkdf_sha256(master.span(), bytes_of("mqseal/envelope/1"), all.info, all.key);
  all.nonce = nonce_of(config, message, header);
  all.associated_data = header + bytes_of(message.topic);

  const auto aead = host::find_implementation(cipher, "")->make(tag);
  aead->set_key(all.key);
  Buffer sealed(message.plaintext.size() + tag);
  aead->seal(all.nonce, all.associated_data, message.plaintext, sealed);
  const Buffer sent = config.nonce == NoncePolicy::random ? all.nonce : Buffer{};
  all.envelope = header + sent + sealed;
  return all;
}

}  // namespace mqseal::envelope::test
