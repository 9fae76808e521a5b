// SPDX-License-Identifier: MIT
#include "tests/envelope/reference.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

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

/// The head of a CBOR item with a definite length (RFC 8949, 3).
Buffer head(unsigned major, std::size_t argument) {
  const auto first = [&](std::size_t low) { return byte(major << 5U | low); };
  if (argument < 24) {
    return first(argument);
  }
  if (argument < 0x100) {
    return first(24) + byte(argument);
  }
  const Buffer four = big_endian(static_cast<std::uint32_t>(argument));
  return argument < 0x10000 ? first(25) + Buffer(four.begin() + 2, four.end()) : first(26) + four;
}

Buffer byte_string(const Buffer& bytes) {
  return head(2, bytes.size()) + bytes;
}

/// What Python 3 prints for bytes.
std::string repr(const Buffer& bytes) {
  const std::string all(bytes.begin(), bytes.end());
  const bool quotation_marks =
      all.find('\'') != std::string::npos && all.find('"') == std::string::npos;
  std::string text = quotation_marks ? "b\"" : "b'";
  for (const std::uint8_t c : bytes) {
    const std::map<int, std::string> named = {
        {'\\', "\\\\"}, {'\t', "\\t"}, {'\n', "\\n"}, {'\r', "\\r"}};
    if (const auto found = named.find(c); found != named.end()) {
      text += found->second;
    } else if (c == '\'' && !quotation_marks) {
      text += "\\'";
    } else {
      text +=
          c < 32 || c > 126 ? fmt::format("\\x{:02x}", c) : std::string(1, static_cast<char>(c));
    }
  }
  return text + text[1];
}

/// {1: algorithm, 4: header, 5: nonce} (RFC 9052, 3.1).
Buffer protected_header(const Config& config,
                        std::size_t tag,
                        const Buffer& header,
                        const Buffer& nonce) {
  const std::map<std::string, Buffer> registered = {
      {"aes-128-gcm", {0x01}},
      {"aes-128-ccm", tag == 8 ? Buffer{0x0a} : Buffer{0x18, 30}},
      {"chacha20-poly1305", {0x18, 24}}};
  const std::vector<std::string> ours = {"aes-128-eax",
                                         "speck-64-128-eax",
                                         "speck-128-128-eax",
                                         "simon-64-128-eax",
                                         "simon-128-128-eax",
                                         "present-80-eax",
                                         "present-128-eax",
                                         "ascon-aead128"};
  const auto found = registered.find(config.cipher);
  const auto index =
      static_cast<std::size_t>(std::find(ours.begin(), ours.end(), config.cipher) - ours.begin());
  const Buffer algorithm = found != registered.end() ? found->second : head(1, 65536 + index);
  return head(5, 3) + byte(1) + algorithm + byte(4) + byte_string(header) + byte(5) +
         byte_string(nonce);
}

Buffer nonce_of(const Config& config, const ReferenceMessage& message, const Buffer& header) {
  const bool ascon = config.cipher == "ascon-aead128";
  const bool cose_ccm = config.format == Format::cose && config.cipher == "aes-128-ccm";
  if (config.nonce == NoncePolicy::counter) {
    const Buffer n12(header.begin() + 1, header.end());
    return n12 + Buffer(ascon ? 4 : cose_ccm ? 1 : 0, 0);
  }
  const bool long_nonce = ascon || config.cipher.ends_with("-eax");
  const std::size_t bytes = long_nonce ? 16 : cose_ccm ? 13 : 12;
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
  const Buffer external = header + bytes_of(message.topic);
  const Buffer parameters = protected_header(config, tag, header, all.nonce);
  if (config.format == Format::cose) {
    all.associated_data = head(4, 3) + head(3, 8) + bytes_of("Encrypt0") + byte_string(parameters) +
                          byte_string(external);
  } else if (config.format == Format::compact) {
    all.associated_data = external;
  }

  const auto aead = host::find_implementation(cipher, "")->make(tag);
  aead->set_key(all.key);
  Buffer sealed(message.plaintext.size() + tag);
  aead->seal(all.nonce, all.associated_data, message.plaintext, sealed);
  if (config.format == Format::cose) {
    all.envelope =
        head(6, 16) + head(4, 3) + byte_string(parameters) + head(5, 0) + byte_string(sealed);
    return all;
  }
  if (config.format == Format::lab) {
    const auto split = sealed.begin() + static_cast<std::ptrdiff_t>(message.plaintext.size());
    all.envelope = bytes_of("{'nonce': " + repr(all.nonce) +
                            ", 'ciphertext': " + repr({sealed.begin(), split}) +
                            ", 'tag': " + repr({split, sealed.end()}) + "}");
    return all;
  }
  const Buffer sent = config.nonce == NoncePolicy::random ? all.nonce : Buffer{};
  all.envelope = header + sent + sealed;
  return all;
}

}  // namespace mqseal::envelope::test
