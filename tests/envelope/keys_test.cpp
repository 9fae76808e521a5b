// SPDX-License-Identifier: MIT
// Which key serves what: separation, and the receiver's cache of device keys.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ciphers/envelope/device_keys.h"
#include "ciphers/envelope/key_derivation.h"
#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

using test::Buffer;

/// An AEAD that does nothing but remember under which keys it stood, in order.
class Recorder : public host::Aead {
 public:
  explicit Recorder(std::vector<Buffer>* log = nullptr) : log_(log) {}

  void set_key(Bytes key) noexcept override {
    key_.assign(key.begin(), key.end());
    if (log_ != nullptr) {
      log_->push_back(key_);
    }
  }

  void seal(Bytes, Bytes, Bytes, MutableBytes) noexcept override {}

  bool open(Bytes, Bytes, Bytes, MutableBytes) noexcept override { return false; }

  [[nodiscard]] std::size_t tag_bytes() const noexcept override { return 0; }

  [[nodiscard]] const Buffer& key() const { return key_; }

 private:
  Buffer key_;
  std::vector<Buffer>* log_;
};

std::string shared_key(const Config& config) {
  Recorder recorder;
  set_shared_key(make_layout(config), test::master(), recorder);
  return test::hex(recorder.key());
}

std::string device_key(const Config& config, std::uint32_t sender, std::uint32_t epoch) {
  Recorder recorder;
  set_device_key(make_layout(config), test::master(), sender, epoch, recorder);
  return test::hex(recorder.key());
}

TEST(Keys, no_key_serves_two_ciphers_policies_tags_modes_senders_or_epochs) {
  std::map<std::string, std::string> owner;  // first 10 bytes (the shortest key) to what it is for
  const auto claim = [&owner](const std::string& key, const std::string& purpose) {
    const auto [entry, first] = owner.emplace(key.substr(0, 20), purpose);
    EXPECT_TRUE(first) << purpose << " has the key of " << entry->second;
  };
  for (Config config : test::encrypting_configs()) {
    const auto& cipher = *host::find_cipher(config.cipher);
    for (std::size_t tag = cipher.tag_min; tag <= cipher.tag_max; ++tag) {
      if (!cipher.tag_ok(tag)) {
        continue;
      }
      config.tag_bytes = tag;
      if (config.keys == KeyMode::shared) {
        claim(shared_key(config), test::describe(config));
        continue;
      }
      for (const std::uint32_t sender : {1U, 2U, 256U}) {
        for (const std::uint32_t epoch : {1U, 2U, 256U}) {
          claim(
              device_key(config, sender, epoch),
              test::describe(config) + " " + std::to_string(sender) + " " + std::to_string(epoch));
        }
      }
    }
  }
  EXPECT_GT(owner.size(), 500U);
}

TEST(Keys, have_the_length_of_their_cipher) {
  for (const Config& config : test::encrypting_configs()) {
    const std::size_t bytes = host::find_cipher(config.cipher)->key_bytes;
    EXPECT_EQ(shared_key(config).size(), 2 * bytes);
    EXPECT_EQ(device_key(config, 1, 1).size(), 2 * bytes);
  }
}

// DeviceKeys over Recorders: how often it derives tells what it kept.
class DeviceKeyCache : public testing::Test {
 protected:
  DeviceKeyCache() {
    made = 0;
    log.clear();
    layout_ = make_layout(test::encrypting_configs().front());
    layout_.implementation = &recording_;
    layout_.keys = KeyMode::per_device;
  }

  static std::unique_ptr<host::Aead> make(std::size_t) {
    ++made;
    return std::make_unique<Recorder>(&log);
  }

  static bool always() noexcept { return true; }

  void open_authentic(DeviceKeys& keys, std::uint32_t sender, std::uint32_t epoch) {
    static_cast<void>(keys.get(sender, epoch));
    keys.keep_last();
  }

  static int made;
  static std::vector<Buffer> log;
  Layout layout_;
  host::Implementation recording_{"recording", false, true, always, make};
};

int DeviceKeyCache::made = 0;
std::vector<Buffer> DeviceKeyCache::log;

TEST_F(DeviceKeyCache, derives_a_proven_key_once) {
  DeviceKeys keys(layout_, test::master(), 8);
  for (int round = 0; round < 3; ++round) {
    for (std::uint32_t sender = 1; sender <= 8; ++sender) {
      open_authentic(keys, sender, 1);
    }
  }
  EXPECT_EQ(log.size(), 8U);
  EXPECT_EQ(keys.size(), 8U);
}

TEST_F(DeviceKeyCache, gives_each_sender_and_epoch_its_own_key) {
  DeviceKeys keys(layout_, test::master(), 2);
  for (std::uint32_t round = 0; round < 20; ++round) {
    const std::uint32_t sender = 1 + round % 5;
    const std::uint32_t epoch = 1 + round % 3;
    Recorder expected;
    set_device_key(layout_, test::master(), sender, epoch, expected);
    const auto& given = dynamic_cast<Recorder&>(keys.get(sender, epoch));
    EXPECT_EQ(given.key(), expected.key());
    if (round % 2 == 0) {
      keys.keep_last();
    }
  }
}

TEST_F(DeviceKeyCache, forgeries_push_no_proven_key_out) {
  DeviceKeys keys(layout_, test::master(), 4);
  for (std::uint32_t sender = 1; sender <= 4; ++sender) {
    open_authentic(keys, sender, 1);
  }
  for (std::uint32_t epoch = 2; epoch < 1000; ++epoch) {
    static_cast<void>(keys.get(1 + epoch % 4, epoch));
  }
  const std::size_t derived = log.size();
  for (std::uint32_t sender = 1; sender <= 4; ++sender) {
    open_authentic(keys, sender, 1);
  }
  EXPECT_EQ(log.size(), derived);
  EXPECT_EQ(made, 5) << "one AEAD for each place, and one spare";
}

TEST_F(DeviceKeyCache, a_full_cache_re_keys_what_it_has) {
  DeviceKeys keys(layout_, test::master(), 4);
  for (std::uint32_t sender = 1; sender <= 100; ++sender) {
    open_authentic(keys, sender, 1);
  }
  EXPECT_EQ(keys.size(), 4U);
  EXPECT_EQ(made, 5);
  const std::size_t derived = log.size();
  open_authentic(keys, 100, 1);
  EXPECT_EQ(log.size(), derived) << "the newest is kept";
}

TEST_F(DeviceKeyCache, keeps_what_is_in_use) {
  DeviceKeys keys(layout_, test::master(), 4);
  open_authentic(keys, 1, 1);
  for (std::uint32_t sender = 2; sender <= 100; ++sender) {
    open_authentic(keys, sender, 1);
    open_authentic(keys, 1, 1);
  }
  // Second chance: sender 1 is used between any two others. It may lose its place when every
  // place was used lately, but not each time.
  Recorder own;
  set_device_key(layout_, test::master(), 1, 1, own);
  EXPECT_LT(std::count(log.begin(), log.end(), own.key()), 50);
}

}  // namespace
}  // namespace mqseal::envelope
