// SPDX-License-Identifier: MIT
// seal allocates nothing; open allocates nothing once a sender (and its key) is known.
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "tests/envelope/allocation_counter.h"
#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

using test::Buffer;

constexpr std::string_view topic = "plant/7/temperature";
constexpr std::size_t messages = 100;
constexpr std::size_t payload_bytes = 200;

TEST(Allocations, the_counter_counts) {
  const auto before = test::allocations();
  const auto memory = std::make_unique<Buffer>(1000);
  EXPECT_EQ(test::allocations() - before, 2U);
}

class NoAllocation : public testing::Test {
 protected:
  /// Allocations of sealing and opening `messages` messages, after one has gone through.
  static void expect_none(const Config& config, bool retained) {
    KeyRing ring(config, test::master());
    Sealer sealer(ring, 7, 1);
    Opener opener(ring, {1, 100});
    const Buffer plaintext(payload_bytes, 0x42);
    std::vector<Buffer> sealed(messages, Buffer(sealed_bytes(config, payload_bytes)));
    Buffer out(sealed[0].size());

    std::size_t failures = 0;
    auto before = test::allocations();
    for (Buffer& each : sealed) {
      const auto status = sealer.seal(topic, plaintext, retained, each);
      failures += status == SealStatus::sealed ? 0U : 1U;
    }
    EXPECT_EQ(test::allocations() - before, 0U) << "seal";

    failures += opener.open(topic, sealed[0], out).status == OpenStatus::fresh ? 0U : 1U;
    before = test::allocations();
    for (std::size_t i = 1; i < messages; ++i) {
      const auto status = opener.open(topic, sealed[i], out).status;
      failures += status == OpenStatus::fresh ? 0U : 1U;
    }
    EXPECT_EQ(test::allocations() - before, 0U) << "open";
    EXPECT_EQ(failures, 0U);

    before = test::allocations();
    for (Buffer& each : sealed) {
      failures += opener.open(topic, each, out).status == OpenStatus::fresh ? 1U : 0U;
      each.back() = static_cast<std::uint8_t>(each.back() ^ 1U);
      const auto status = opener.open(topic, each, out).status;
      failures += config.cipher != "none" && status != OpenStatus::bad_tag ? 1U : 0U;
    }
    EXPECT_EQ(test::allocations() - before, 0U) << "replays and forgeries";
    EXPECT_EQ(failures, 0U);
  }
};

TEST_F(NoAllocation, in_seal_and_open_of_every_configuration) {
  for (const Config& config : test::all_configs()) {
    SCOPED_TRACE(test::describe(config));
    expect_none(config, false);
    expect_none(config, true);
  }
}

TEST_F(NoAllocation, in_any_implementation) {
  for (const auto& cipher : host::catalogue()) {
    for (const auto& implementation : cipher.implementations) {
      if (cipher.is_none() || !implementation.supported()) {
        continue;
      }
      Config config;
      config.cipher = cipher.id;
      config.implementation = implementation.name;
      SCOPED_TRACE(test::describe(config) + " " + config.implementation);
      expect_none(config, false);
    }
  }
}

}  // namespace
}  // namespace mqseal::envelope
