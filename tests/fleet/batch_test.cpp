// SPDX-License-Identifier: MIT
// `sealing: batch` end to end: everything arrives and opens, with shared and with own keys, and the
// result says that it was sealed in batches.
#include "ciphers/envelope/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/fleet/fleet.h"
#include "tests/client/test_broker.h"
#include "tests/fleet/groups.h"

namespace mqseal::fleet {
namespace {

using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;

struct Sealing {
  const char* name;
  const char* keys;
  int qos;

  friend std::ostream& operator<<(std::ostream& out, const Sealing& s) { return out << s.name; }
};

bool has_batches(const scenario::Group& group) {
  envelope::Config config;
  config.cipher = group.cipher;
  return envelope::batch_implementation(config) != nullptr;
}

class FleetBatch : public testing::TestWithParam<Sealing> {
 protected:
  FleetBatch() : groups{publishers("p", 100, "b/{client}"), subscribers("s", 2, "b/+")} {
    groups[0].cipher = groups[1].cipher = "speck-64-128-eax";
    groups[0].keys = groups[1].keys = GetParam().keys;
    groups[0].qos = groups[1].qos = GetParam().qos;
    groups[0].rate_msg_s = 25;  // 750 in all: the broker queues 1000 for a subscriber, then drops
    groups[0].sealing = "batch";
    groups[0].batch_wait = 2'000'000;
  }

  record::RunResult make() {
    const client::TestBroker broker;
    return run(run_of(groups, 300'000'000), broker.endpoint(), host::MasterKey::random(), {});
  }

  std::vector<scenario::Group> groups;
};

TEST_P(FleetBatch, everything_arrives_and_the_result_says_how_it_was_sealed) {
  if (!has_batches(groups[0])) {
    EXPECT_ANY_THROW(make());
    return;
  }
  const auto result = make();
  EXPECT_GT(result.counts.sent, 1000U);
  EXPECT_EQ(result.counts.delivered, result.counts.scheduled);
  EXPECT_EQ(result.counts.rejected, 0U);
  EXPECT_THAT(result.implementation, EndsWith("-batch"));
  EXPECT_THAT(result.warnings, Contains(HasSubstr("sealing: batches of ")));
  EXPECT_GT(result.cpu.seal_ns.value_or(0), 0);
}

TEST_P(FleetBatch, waits_no_longer_than_it_was_told) {
  if (!has_batches(groups[0])) {
    return;
  }
  groups[0].clients = 2;  // never enough for a whole batch
  groups[0].rate_msg_s = 500;
  groups[0].batch_wait = 20'000'000;
  const auto result = make();
  EXPECT_EQ(result.counts.delivered, result.counts.scheduled);
  EXPECT_GE(result.response.percentile(5), 1'000'000) << "messages wait for each other";
}

INSTANTIATE_TEST_SUITE_P(Keys,
                         FleetBatch,
                         testing::Values(Sealing{"shared", "shared", 0},
                                         Sealing{"per_device", "per-device", 0},
                                         Sealing{"acknowledged", "shared", 1}),
                         [](const auto& param_info) { return std::string(param_info.param.name); });

TEST(FleetSingle, says_nothing_of_batches) {
  const client::TestBroker broker;
  std::vector<scenario::Group> groups{publishers("p", 2, "b/{client}"), subscribers("s", 1, "b/+")};
  groups[0].cipher = groups[1].cipher = "speck-64-128-eax";
  const auto result =
      run(run_of(groups, 100'000'000), broker.endpoint(), host::MasterKey::random(), {});
  EXPECT_THAT(result.implementation, testing::Not(EndsWith("-batch")));
  EXPECT_THAT(result.warnings, testing::Not(Contains(HasSubstr("sealing:"))));
}

}  // namespace
}  // namespace mqseal::fleet
