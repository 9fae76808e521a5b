// SPDX-License-Identifier: MIT
// seal allocates nothing; open allocates nothing once a sender (and its key) is known. Botan's
// modes work in a buffer of their own, which grows with the first message of each size, and report
// a bad tag by an exception: for them the first message and forgeries are left out.
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
    std::vector<Buffer> sealed(messages, Buffer(sealed_bytes(config, payload_bytes)));
    seal_all(sealer, retained, sealed);

    Buffer out(sealed[0].size());
    EXPECT_EQ(opener.open(topic, sealed[0], out).status, OpenStatus::fresh);
    open_all(opener, sealed, OpenStatus::fresh);
    open_all(opener, sealed, retained ? OpenStatus::stale : OpenStatus::seen);
    if (ring.implementation() != "none" && !ring.implementation().starts_with("botan")) {
      for (Buffer& each : sealed) {
        each.back() = static_cast<std::uint8_t>(each.back() ^ 1U);
      }
      open_all(opener, sealed, OpenStatus::bad_tag);
    }
  }

 private:
  static void seal_all(Sealer& sealer, bool retained, std::vector<Buffer>& sealed) {
    const Buffer plaintext(payload_bytes, 0x42);
    EXPECT_EQ(sealer.seal(topic, plaintext, retained, sealed[0]), SealStatus::sealed);
    std::size_t failures = 0;
    const auto before = test::allocations();
    for (std::size_t i = 1; i < sealed.size(); ++i) {
      const auto status = sealer.seal(topic, plaintext, retained, sealed[i]);
      failures += status == SealStatus::sealed ? 0U : 1U;
    }
    EXPECT_EQ(test::allocations() - before, 0U) << "seal";
    EXPECT_EQ(failures, 0U);
  }

  /// All but the first and the last, so that `stale` is true of each where they are retained.
  static void open_all(Opener& opener, const std::vector<Buffer>& sealed, OpenStatus expected) {
    Buffer out(sealed[0].size());
    std::size_t failures = 0;
    const auto before = test::allocations();
    for (std::size_t i = 1; i + 1 < sealed.size(); ++i) {
      const auto status = opener.open(topic, sealed[i], out).status;
      failures += status == expected ? 0U : 1U;
    }
    EXPECT_EQ(test::allocations() - before, 0U) << "open";
    EXPECT_EQ(failures, 0U);
    if (expected == OpenStatus::fresh) {
      EXPECT_EQ(opener.open(topic, sealed.back(), out).status, OpenStatus::fresh);
    }
  }
};

TEST_F(NoAllocation, in_seal_and_open_of_every_configuration) {
  for (const Config& config : test::all_configs()) {
    SCOPED_TRACE(test::describe(config));
    expect_none(config, false);
    expect_none(config, true);
  }
}

TEST_F(NoAllocation, in_format_cose) {
  for (const Config& config : test::cose_configs()) {
    SCOPED_TRACE(test::describe(config));
    expect_none(config, false);
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
