// SPDX-License-Identifier: MIT
// validate(): what goes together, and messages that name the field at fault.
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string complaint(const Config& config) {
  try {
    validate(config);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(Config, accepts_every_cipher_policy_and_key_mode) {
  for (const Config& config : test::all_configs()) {
    EXPECT_EQ(complaint(config), "") << test::describe(config);
  }
}

TEST(Config, names_a_cipher_that_does_not_exist) {
  Config config;
  config.cipher = "rot13";
  EXPECT_THAT(complaint(config), StartsWith("cipher:"));
  EXPECT_THAT(complaint(config), HasSubstr("rot13"));
}

TEST(Config, names_an_implementation_that_does_not_exist) {
  Config config;
  config.cipher = "aes-128-eax";
  config.implementation = "abacus";
  EXPECT_THAT(complaint(config), StartsWith("implementation:"));
  EXPECT_THAT(complaint(config), HasSubstr("portable"));
  config.cipher = "none";
  EXPECT_THAT(complaint(config), StartsWith("implementation:"));
}

TEST(Config, raw_carries_no_cipher) {
  Config config;
  config.format = Format::raw;
  EXPECT_EQ(complaint(config), "");
  config.cipher = "aes-128-eax";
  EXPECT_THAT(complaint(config), StartsWith("format:"));
}

TEST(Config, refuses_a_format_that_does_not_exist) {
  Config config;
  config.format = static_cast<Format>(9);
  EXPECT_THAT(complaint(config), StartsWith("format:"));
}

TEST(Config, allows_the_tag_lengths_of_the_contract_only) {
  const auto allowed = [](std::string_view cipher) {
    std::string list;
    for (std::size_t tag = 1; tag <= 20; ++tag) {
      Config config;
      config.cipher = cipher;
      config.tag_bytes = tag;
      const std::string what = complaint(config);
      list += what.empty() ? std::to_string(tag) + " " : "";
      EXPECT_TRUE(what.empty() || what.starts_with("tag_bytes:")) << what;
    }
    return list;
  };
  EXPECT_EQ(allowed("none"), "");
  EXPECT_EQ(allowed("speck-64-128-eax"), "4 5 6 7 8 ");
  EXPECT_EQ(allowed("present-80-eax"), "4 5 6 7 8 ");
  EXPECT_EQ(allowed("aes-128-eax"), "4 5 6 7 8 9 10 11 12 13 14 15 16 ");
  EXPECT_EQ(allowed("ascon-aead128"), "4 5 6 7 8 9 10 11 12 13 14 15 16 ");
  EXPECT_EQ(allowed("aes-128-gcm"), "8 12 13 14 15 16 ");
  EXPECT_EQ(allowed("aes-128-ccm"), "4 6 8 10 12 14 16 ");
  EXPECT_EQ(allowed("chacha20-poly1305"), "16 ");
}

TEST(Config, refuses_no_senders_and_unknown_values) {
  Config config;
  config.senders = 0;
  EXPECT_THAT(complaint(config), StartsWith("senders:"));
  config = {};
  config.nonce = static_cast<NoncePolicy>(3);
  EXPECT_THAT(complaint(config), StartsWith("nonce:"));
  config = {};
  config.keys = static_cast<KeyMode>(2);
  EXPECT_THAT(complaint(config), StartsWith("keys:"));
}

// envelope.md, table "Nonce".
TEST(Config, says_how_long_an_envelope_is) {
  const auto overhead = [](std::string_view cipher, NoncePolicy policy, std::size_t tag = 0) {
    Config config;
    config.cipher = cipher;
    config.nonce = policy;
    config.tag_bytes = tag;
    return sealed_bytes(config, 100) - 100;
  };
  const auto counter = NoncePolicy::counter;
  const auto random = NoncePolicy::random;
  EXPECT_EQ(overhead("none", random), 13U);
  EXPECT_EQ(overhead("speck-64-128-eax", counter), 13U + 8);
  EXPECT_EQ(overhead("speck-64-128-eax", random), 13U + 16 + 8);
  EXPECT_EQ(overhead("speck-64-128-eax", random, 4), 13U + 16 + 4);
  EXPECT_EQ(overhead("aes-128-eax", counter), 13U + 16);
  EXPECT_EQ(overhead("aes-128-eax", random), 13U + 16 + 16);
  EXPECT_EQ(overhead("aes-128-eax", NoncePolicy::fixed), 13U + 16);
  EXPECT_EQ(overhead("ascon-aead128", random), 13U + 16 + 16);
  EXPECT_EQ(overhead("aes-128-gcm", random), 13U + 12 + 16);
  EXPECT_EQ(overhead("aes-128-ccm", random), 13U + 12 + 16);
  EXPECT_EQ(overhead("chacha20-poly1305", random), 13U + 12 + 16);
  Config raw;
  raw.format = Format::raw;
  EXPECT_EQ(sealed_bytes(raw, 100), 100U);
}

TEST(Config, a_ring_refuses_what_validate_refuses) {
  Config config;
  config.cipher = "rot13";
  EXPECT_THROW(KeyRing(config, test::master()), std::invalid_argument);
  EXPECT_THROW(KeyRing({}, test::master(), 0), std::invalid_argument);
  KeyRing ring({}, test::master());
  EXPECT_EQ(ring.implementation(), "none");
  EXPECT_THROW(Opener(ring, {1, 1, 100}), std::invalid_argument);
}

}  // namespace
}  // namespace mqseal::envelope
