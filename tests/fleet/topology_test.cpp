// SPDX-License-Identifier: MIT
// Who hears whom, who is which sender, who may connect, and how long a packet is.
#include "sim/fleet/topology.h"

#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include "sim/fleet/ramp.h"
#include "sim/fleet/sender.h"
#include "sim/fleet/wire.h"
#include "sim/scenario/topic.h"
#include "tests/fleet/groups.h"

namespace mqseal::fleet {
namespace {

std::uint64_t receivers(const Topology& topology, std::size_t group, std::size_t client) {
  std::uint64_t sum = 0;
  for (const Audience& part : topology.audience_of(group, client)) {
    sum += part.receivers;
  }
  return sum;
}

TEST(Topology, one_to_one) {
  const Topology topology({publishers("p", 3, "a/{client}"), subscribers("s", 3, "a/{client}")});
  ASSERT_EQ(topology.flows().size(), 1U);
  for (std::size_t client = 0; client < 3; ++client) {
    EXPECT_EQ(receivers(topology, 0, client), 1U);
  }
  EXPECT_EQ(topology.flow_between(0, 1), 0U);
  EXPECT_EQ(topology.flow_between(1, 0), Topology::no_flow);
}

TEST(Topology, fan_in_fan_out_and_those_whom_nobody_hears) {
  const Topology topology({publishers("p", 4, "a/{client}"),
                           subscribers("all", 2, "a/#"),
                           subscribers("one", 5, "a/1"),
                           subscribers("deaf", 1, "b/+")});
  ASSERT_EQ(topology.flows().size(), 2U);
  EXPECT_EQ(receivers(topology, 0, 0), 2U);
  EXPECT_EQ(receivers(topology, 0, 1), 7U);
  EXPECT_EQ(topology.flow_between(0, 3), Topology::no_flow);
}

TEST(Topology, agrees_with_the_planners_flows) {
  const std::vector<scenario::Group> groups{publishers("p", 7, "{group}/{client}/t"),
                                            publishers("q", 2, "q/x/t", 8),
                                            subscribers("s", 6, "p/{client}/+"),
                                            subscribers("u", 3, "+/{client}/#"),
                                            subscribers("v", 4, "q/x/t")};
  const Topology topology(groups);
  const auto shapes = scenario::flows_between(groups);
  ASSERT_EQ(topology.flows().size(), shapes.size());
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    EXPECT_EQ(topology.flows()[i].from, shapes[i].from);
    EXPECT_EQ(topology.flows()[i].to, shapes[i].to);
    std::uint64_t pairs = 0;
    for (std::size_t client = 0; client < groups[shapes[i].from].clients; ++client) {
      for (const Audience& part : topology.audience_of(shapes[i].from, client)) {
        pairs += part.flow == i ? part.receivers : 0;
      }
    }
    EXPECT_EQ(pairs, shapes[i].pairs);
  }
}

TEST(Senders, ids_run_over_all_publisher_groups) {
  const std::vector<scenario::Group> groups{publishers("p", 2, "p/{client}", 1),
                                            subscribers("s", 1, "#"),
                                            publishers("q", 1, "q/{client}", 3)};
  Senders senders(groups, Topology(groups));
  EXPECT_EQ(senders.find(0), nullptr);
  EXPECT_EQ(senders.find(4), nullptr);
  EXPECT_EQ(senders.find(2)->topic, "p/1");
  EXPECT_EQ(senders.find(3)->topic, "q/0");
  EXPECT_EQ(senders.find(3)->group, 2U);
  ASSERT_EQ(senders.find(3)->audience.size(), 1U);
}

struct Waiting final : Ramp::Climber {
  explicit Waiting(std::function<void()> on_climb) : climbs(std::move(on_climb)) {}

  void climb() override { climbs(); }

  std::function<void()> climbs;
};

TEST(Ramp, never_has_more_at_once_than_places_and_lets_all_through) {
  Ramp ramp(3);
  int at_once = 0, through = 0;
  Waiting one([&] {
    EXPECT_LE(++at_once, 3);
    ++through;
  });
  for (int i = 0; i < 10; ++i) {
    ramp.enter(one);
  }
  EXPECT_EQ(through, 3);
  for (int i = 0; i < 10; ++i) {
    --at_once;
    ramp.leave();
  }
  EXPECT_EQ(through, 10);
}

TEST(Ramp, ten_thousand_that_fail_at_once_need_no_deep_stack) {
  Ramp ramp(1);
  int failed = 0;
  Waiting fails([&] {
    ++failed;
    ramp.leave();
  });
  Waiting holds([] {});
  ramp.enter(holds);
  for (int i = 0; i < 10'000; ++i) {
    ramp.enter(fails);
  }
  ramp.leave();
  EXPECT_EQ(failed, 10'000);
}

// MQTT 3.1.1, 2.2.3: the remaining length takes one more byte from 128, 16,384 and 2,097,152 on.
TEST(PublishBytes, follow_the_remaining_length) {
  constexpr std::size_t topic = 5, rest = 2 + topic;
  EXPECT_EQ(publish_bytes(topic, 127 - rest, 0, 4), 2U + 127);
  EXPECT_EQ(publish_bytes(topic, 128 - rest, 0, 4), 3U + 128);
  EXPECT_EQ(publish_bytes(topic, 16'383 - rest, 0, 4), 3U + 16'383);
  EXPECT_EQ(publish_bytes(topic, 16'384 - rest, 0, 4), 4U + 16'384);
  EXPECT_EQ(publish_bytes(topic, 2'097'152 - rest, 0, 4), 5U + 2'097'152);
  EXPECT_EQ(publish_bytes(topic, 10, 1, 4), 2U + rest + 2 + 10) << "packet identifier";
  EXPECT_EQ(publish_bytes(topic, 10, 0, 5), 2U + rest + 1 + 10) << "length of no properties";
}

}  // namespace
}  // namespace mqseal::fleet
