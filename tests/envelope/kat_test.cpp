// SPDX-License-Identifier: MIT
// The committed known answers (tests/golden/envelope_kat.txt) fix the bytes of every format,
// policy, key mode and cipher. MQSEAL_UPDATE_GOLDEN=1 writes the file anew from
// tests/envelope/reference.cpp; check_kat.py checks the same file with PyCryptodome.
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ciphers/envelope/lab_text.h"
#include "tests/envelope/envelopes.h"
#include "tests/envelope/reference.h"
#include "tests/envelope/temporary_folder.h"

namespace mqseal::envelope {
namespace {

using test::Buffer;
using test::hex;

struct Case {
  std::string id;
  Config config;
  test::ReferenceMessage message;
};

test::ReferenceMessage plain_message() {
  test::ReferenceMessage message;
  message.sender = 0x01020304;
  message.epoch = 5;
  message.counter = 6;
  message.topic = "plant/7/temperature";
  message.plaintext = test::bytes_of("21.5 C, humidity 40 %");
  for (std::uint8_t i = 0; i < 16; ++i) {
    message.random_nonce.push_back(static_cast<std::uint8_t>(0xA0 + i));
  }
  return message;
}

void add(std::vector<Case>& all, const std::vector<Config>& configs) {
  for (const Config& config : configs) {
    const std::string id = std::string(test::name_of(config.format)) + "-" + config.cipher + "-" +
                           std::string(test::name_of(config.nonce)) + "-" +
                           std::string(test::name_of(config.keys));
    all.push_back({id, config, plain_message()});
  }
}

/// Every format, cipher, policy and key mode with its default tag; then raw, an empty retained
/// message, the ends of the number ranges and a shortened tag.
std::vector<Case> cases() {
  std::vector<Case> all;
  add(all, test::all_configs());
  add(all, test::lab_configs());
  add(all, test::cose_configs());
  Config raw;
  raw.format = Format::raw;
  all.push_back({"raw", raw, plain_message()});
  for (const std::string_view cipher : {"aes-128-eax", "speck-64-128-eax", "ascon-aead128"}) {
    Case edge{"compact-" + std::string(cipher) + "-edges", {}, plain_message()};
    edge.config.cipher = cipher;
    edge.config.nonce = NoncePolicy::counter;
    edge.config.keys = KeyMode::per_device;
    edge.config.tag_bytes = 4;
    edge.message.sender = 0xFFFFFFFF;
    edge.message.epoch = 0xFFFFFFFF;
    edge.message.counter = 0xFFFFFFFE;
    edge.message.retained = true;
    edge.message.topic = "ä/€";
    edge.message.plaintext.clear();
    all.push_back(edge);
  }
  return all;
}

std::string record(const Case& each) {
  const auto answer = test::compose(each.config, test::master(), each.message);
  const auto& cipher = *host::find_cipher(each.config.cipher);
  const auto& message = each.message;
  const std::size_t tag = each.config.tag_bytes == 0 ? cipher.tag_default : each.config.tag_bytes;
  const auto line = [](std::string_view field, const std::string& value) {
    return std::string(field) + (value.empty() ? " =\n" : " = " + value + "\n");
  };
  return line("ID", each.id) + line("ALG", each.config.cipher) +
         line("FORMAT", std::string(test::name_of(each.config.format))) +
         line("POLICY", std::string(test::name_of(each.config.nonce))) +
         line("KEYS", std::string(test::name_of(each.config.keys))) +
         line("TAG_BYTES", std::to_string(tag)) + line("MASTER", hex(test::master().span())) +
         line("SENDER", std::to_string(message.sender)) +
         line("EPOCH", std::to_string(message.epoch)) +
         line("COUNTER", std::to_string(message.counter)) +
         line("RETAINED", message.retained ? "1" : "0") +
         line("TOPIC", hex(test::bytes_of(message.topic))) + line("PT", hex(message.plaintext)) +
         line("INFO", hex(answer.info)) + line("KEY", hex(answer.key)) +
         line("NONCE", hex(answer.nonce)) + line("AD", hex(answer.associated_data)) +
         line("ENVELOPE", hex(answer.envelope));
}

std::string whole_file() {
  std::string text =
      "# Known answers of the envelope, version 1 (docs/envelope.md): formats, nonce policies, "
      "key\n"
      "# modes, all cipher ids with their default tags.\n"
      "# Source: tests/envelope/reference.cpp (MQSEAL_UPDATE_GOLDEN=1 rewrites this file);\n"
      "# verified by tests/envelope/check_kat.py with PyCryptodome and Python's hmac.\n"
      "# Format: as tests/vectors (FIELD = value, lower-case hex, byte 0 first, empty = empty\n"
      "# string); TAG_BYTES, SENDER, EPOCH, COUNTER, RETAINED are decimal; TOPIC is its UTF-8.\n";
  for (const Case& each : cases()) {
    text += "\n" + record(each);
  }
  return text;
}

TEST(KnownAnswers, the_file_is_what_the_reference_composes) {
  const std::filesystem::path path = MQSEAL_SOURCE_DIR "/tests/golden/envelope_kat.txt";
  if (std::getenv("MQSEAL_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << whole_file();
  }
  EXPECT_EQ(test::text_of(path), whole_file());
}

TEST(KnownAnswers, open) {
  for (const Case& each : cases()) {
    SCOPED_TRACE(each.id);
    const auto answer = test::compose(each.config, test::master(), each.message);
    KeyRing ring(each.config, test::master());
    Opener opener(ring, {1, 0xFFFFFFFF});
    const auto opened = test::open(opener, each.message.topic, answer.envelope);
    ASSERT_EQ(opened.result.status, OpenStatus::fresh);
    ASSERT_EQ(opened.result.plaintext_bytes, each.message.plaintext.size());
    EXPECT_TRUE(std::equal(
        each.message.plaintext.begin(), each.message.plaintext.end(), opened.out.begin()));
    if (each.config.format == Format::compact || each.config.format == Format::cose) {
      EXPECT_EQ(opened.result.retained, each.message.retained);
      EXPECT_EQ(opened.result.sender, each.message.sender);
      EXPECT_EQ(opened.result.sequence, Sequence{each.message.epoch} << 32 | each.message.counter);
    }
  }
}

/// The nonce that a sealed message carries, and what follows it.
Buffer nonce_in(const Config& config, const Buffer& sealed) {
  if (config.format == Format::lab) {
    const auto text = parse_lab_text(sealed);
    Buffer nonce(lab_literal_bytes(text->nonce));
    read_lab_literal(text->nonce, nonce);
    return nonce;
  }
  // cose: the IV ends the protected header; a0 and the ciphertext's head follow.
  const std::size_t body = 21 + host::find_cipher(config.cipher)->tag_default;
  const std::size_t behind = config.format == Format::cose ? body + (body < 24 ? 2 : 3) : 0;
  const std::size_t nonce = host::find_cipher(config.cipher)->random_nonce_bytes +
                            (config.cipher == "aes-128-ccm" ? 1 : 0);
  const auto begin = config.format == Format::cose
                         ? sealed.end() - static_cast<std::ptrdiff_t>(behind + nonce)
                         : sealed.begin() + header_bytes;
  return {begin, sealed.end()};
}

TEST(KnownAnswers, are_what_a_sealer_writes) {
  for (Case each : cases()) {
    SCOPED_TRACE(each.id);
    KeyRing ring(each.config, test::master());
    auto& message = each.message;
    Sealer sealer(ring, message.sender, message.epoch, {}, message.counter);
    const Buffer sealed =
        test::seal(sealer, each.config, message.topic, message.plaintext, message.retained);
    if (each.config.nonce == NoncePolicy::random && each.config.cipher != "none") {
      // The sealer drew its own nonce; the reference is to use the same.
      message.random_nonce = nonce_in(each.config, sealed);
    }
    EXPECT_EQ(hex(sealed), hex(test::compose(each.config, test::master(), message).envelope));
  }
}

}  // namespace
}  // namespace mqseal::envelope
