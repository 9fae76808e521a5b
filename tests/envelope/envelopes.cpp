// SPDX-License-Identifier: MIT
#include "tests/envelope/envelopes.h"

#include <map>
#include <memory>
#include <numeric>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace mqseal::envelope::test {

const host::MasterKey& master(std::uint8_t first) {
  static std::map<std::uint8_t, std::unique_ptr<host::MasterKey>> keys;
  auto& key = keys[first];
  if (key == nullptr) {
    key = std::make_unique<host::MasterKey>();
    const auto bytes = key->span();
    std::iota(bytes.begin(), bytes.end(), first);
  }
  return *key;
}

Buffer bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

std::string hex(Bytes bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += fmt::format("{:02x}", byte);
  }
  return text;
}

std::string_view name_of(NoncePolicy policy) {
  switch (policy) {
    case NoncePolicy::counter:
      return "counter";
    case NoncePolicy::random:
      return "random";
    case NoncePolicy::fixed:
      return "fixed";
  }
  return "?";
}

std::string_view name_of(KeyMode keys) {
  return keys == KeyMode::shared ? "shared" : "per-device";
}

std::vector<Config> all_configs() {
  std::vector<Config> configs;
  for (const auto& cipher : host::catalogue()) {
    for (const auto policy : {NoncePolicy::counter, NoncePolicy::random, NoncePolicy::fixed}) {
      for (const auto keys : {KeyMode::shared, KeyMode::per_device}) {
        Config config;
        config.cipher = cipher.id;
        config.nonce = policy;
        config.keys = keys;
        configs.push_back(config);
      }
    }
  }
  return configs;
}

std::vector<Config> encrypting_configs() {
  auto configs = all_configs();
  std::erase_if(configs, [](const Config& config) { return config.cipher == "none"; });
  return configs;
}

std::vector<Config> cose_configs() {
  auto configs = encrypting_configs();
  for (Config& config : configs) {
    config.format = Format::cose;
    config.cose_private = true;
  }
  return configs;
}

std::vector<Config> lab_configs() {
  auto configs = encrypting_configs();
  std::erase_if(configs, [](const Config& config) { return config.keys == KeyMode::per_device; });
  for (Config& config : configs) {
    config.format = Format::lab;
  }
  return configs;
}

std::string_view name_of(Format format) {
  switch (format) {
    case Format::compact:
      return "compact";
    case Format::raw:
      return "raw";
    case Format::lab:
      return "lab";
    case Format::cose:
      return "cose";
  }
  return "?";
}

std::string describe(const Config& config) {
  return fmt::format("{} {} {} {} tag {}",
                     name_of(config.format),
                     config.cipher,
                     name_of(config.nonce),
                     name_of(config.keys),
                     config.tag_bytes);
}

Buffer seal(
    Sealer& sealer, const Config& config, std::string_view topic, Bytes plaintext, bool retained) {
  Buffer out(sealed_bytes(config, plaintext.size()));
  EXPECT_EQ(sealer.seal(topic, plaintext, retained, out), SealStatus::sealed);
  out.resize(sealer.last_bytes());
  return out;
}

OpenedMessage open(Opener& opener, std::string_view topic, Bytes sealed) {
  OpenedMessage message{{}, Buffer(sealed.size(), 0xEE)};
  message.result = opener.open(topic, sealed, message.out);
  return message;
}

Pair::Pair(const Config& pair_config, OpenerConfig receiver)
    : config(pair_config), ring(config, master()), sealer(ring, 7, 1), opener(ring, receiver) {}

Buffer Pair::seal(std::string_view topic, std::string_view text, bool retained) {
  return test::seal(sealer, config, topic, bytes_of(text), retained);
}

OpenStatus Pair::open(std::string_view topic, Bytes sealed) {
  return test::open(opener, topic, sealed).result.status;
}

}  // namespace mqseal::envelope::test
