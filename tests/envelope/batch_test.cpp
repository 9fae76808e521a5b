// SPDX-License-Identifier: MIT
// A batch makes the envelopes that one Sealer after another would make.
#include "ciphers/envelope/batch.h"

#include <algorithm>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/envelope/allocation_counter.h"
#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

using test::Buffer;

constexpr std::size_t senders = 70;
constexpr std::string_view topic = "plant/7/temperature";

/// Configurations with implicit nonces that this CPU can seal in batches.
std::vector<Config> batch_configs() {
  std::vector<Config> configs = test::encrypting_configs();
  const auto cose = test::cose_configs();
  configs.insert(configs.end(), cose.begin(), cose.end());
  std::erase_if(configs, [](const Config& config) {
    return config.nonce != NoncePolicy::counter || batch_implementation(config) == nullptr;
  });
  return configs;
}

/// A ring and its senders 1 to 70, all in epoch 1.
struct Side {
  explicit Side(const Config& config, std::uint32_t first_counter = 0)
      : ring(config, test::master()) {
    for (std::uint32_t id = 1; id <= senders; ++id) {
      sealers.emplace_back(ring, id, 1, EpochSource{}, first_counter);
    }
  }

  KeyRing ring;
  std::vector<Sealer> sealers;
};

Buffer text_of(std::size_t i) {
  return Buffer(i * 7 % 90, static_cast<std::uint8_t>(i));
}

/// `rounds` messages of each sender through batches of 100, against the same one by one.
void expect_the_same(const Config& config, std::size_t rounds, std::uint32_t first_counter) {
  SCOPED_TRACE(test::describe(config));
  Side together(config, first_counter), apart(config, first_counter);
  constexpr std::size_t messages = 100;
  Batch batch(together.ring, {senders, messages, topic.size(), 90});
  std::vector<Buffer> texts(messages), sealed(messages), expected(messages);
  for (std::size_t n = 0; n < rounds * senders;) {
    const std::size_t count = std::min(messages, rounds * senders - n);
    for (std::size_t i = 0; i < count; ++i, ++n) {
      const std::size_t at = n * 3 % senders;
      texts[i] = text_of(n);
      sealed[i].assign(sealed_bytes(config, texts[i].size()), 0);
      ASSERT_EQ(batch.add(together.sealers[at], topic, texts[i], n % 5 == 0, sealed[i]),
                SealStatus::sealed);
      expected[i] = test::seal(apart.sealers[at], config, topic, texts[i], n % 5 == 0);
    }
    batch.flush();
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_EQ(sealed[i], expected[i]) << "message " << i;
    }
  }
  EXPECT_GT(batch.passes(), 0U);
}

TEST(Batch, makes_the_envelopes_that_sealers_make) {
  for (const Config& config : batch_configs()) {
    expect_the_same(config, 5, 0);
  }
}

TEST(Batch, takes_the_key_of_the_next_epoch) {
  for (const Config& config : batch_configs()) {
    if (config.keys == KeyMode::per_device) {
      expect_the_same(config, 5, 0xFFFFFFFFU - 2);  // the third message starts an epoch
    }
  }
}

Config one_config() {
  Config config;
  config.cipher = "speck-128-128-eax";
  return config;
}

bool has_batches() {
  return batch_implementation(one_config()) != nullptr;
}

TEST(Batch, opens_with_random_nonces_and_allocates_nothing) {
  if (!has_batches()) {
    KeyRing ring(one_config(), test::master());
    EXPECT_THROW(Batch(ring, {}), std::invalid_argument);
    return;
  }
  Side side(one_config());
  Batch batch(side.ring, {senders, senders, topic.size(), 16});
  const Buffer text(16, 7);
  std::vector<Buffer> sealed(senders, Buffer(sealed_bytes(one_config(), text.size())));
  std::size_t failures = 0;
  const auto before = test::allocations();
  for (std::size_t i = 0; i < senders; ++i) {
    const auto status = batch.add(side.sealers[i], topic, text, false, sealed[i]);
    failures += status == SealStatus::sealed ? 0U : 1U;
  }
  batch.flush();
  EXPECT_EQ(test::allocations() - before, 0U);
  EXPECT_EQ(failures, 0U);
  EXPECT_EQ(batch.passes(), (senders + batch.lanes() - 1) / batch.lanes());
  Opener opener(side.ring, {1, senders});
  for (const Buffer& one : sealed) {
    EXPECT_EQ(test::open(opener, topic, one).result.status, OpenStatus::fresh);
  }
}

TEST(Batch, refuses_what_is_beyond_its_shape_and_counts_nothing) {
  if (!has_batches()) {
    return;
  }
  Config config = one_config();
  config.keys = KeyMode::per_device;
  Side side(config);
  Batch batch(side.ring, {1, 2, topic.size(), 16});
  Buffer out(200);
  const Buffer text(16);
  EXPECT_THROW(static_cast<void>(batch.add(side.sealers[0], topic, Buffer(17), false, out)),
               std::length_error);
  EXPECT_THROW(
      static_cast<void>(batch.add(
          side.sealers[0], "a/longer/topic/here", text, false, MutableBytes(out).first(20))),
      std::length_error);
  ASSERT_EQ(batch.add(side.sealers[0], topic, text, false, out), SealStatus::sealed);
  EXPECT_THROW(static_cast<void>(batch.add(side.sealers[1], topic, text, false, out)),
               std::length_error);
  EXPECT_EQ(side.sealers[1].next_sequence() & 0xFFFFFFFFU, 0U);
}

TEST(Batch, has_no_form_for_other_ciphers_and_formats) {
  Config config;
  config.cipher = "aes-128-eax";
  EXPECT_EQ(batch_implementation(config), nullptr);
  config.cipher = "speck-64-128-eax";
  config.format = Format::lab;
  EXPECT_EQ(batch_implementation(config), nullptr);
  config.format = Format::compact;
  config.implementation = "portable";
  EXPECT_EQ(batch_implementation(config), nullptr);
}

}  // namespace
}  // namespace mqseal::envelope
