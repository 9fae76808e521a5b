// SPDX-License-Identifier: MIT
// Section `attack`: what it expands to, and what it refuses.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/plan.h"
#include "tests/scenario/mini.h"

namespace mqseal::scenario {
namespace {

using testing::HasSubstr;
using testing_support::edited;
using testing_support::message_of;

std::string attacked(const std::string& attack) {
  return edited("measure: 1s", "measure: 10s") + attack;
}

const std::string hold =
    "rounds: 2\n"
    "attack: {id: tcp-hold, at: 3s, for: 4s, rate: 7/s, defence: {name: few, nofile: 2048,"
    " settings: {plain.max_connections: 9}}}\n";

TEST(Flood, expands_to_four_arms_a_round_without_another_control) {
  const Plan plan = make_plan(parse(attacked(hold), "s.yaml"));
  ASSERT_EQ(plan.runs.size(), 8U);
  std::multiset<std::string> arms;
  for (const scenario::Run& run : plan.runs) {
    const std::string arm = run.factors.at("arm");
    arms.insert(arm);
    EXPECT_FALSE(run.control);
    EXPECT_EQ(run.factors.at("attack"), arm == "none" ? "none" : "tcp-hold");
    EXPECT_EQ(run.factors.at("defence"), arm == "defended" ? "few" : "none");
    EXPECT_EQ(run.broker.settings.count("plain.max_connections"), arm == "defended" ? 1U : 0U);
    EXPECT_EQ(run.broker.nofile, arm == "defended" ? 2048U : 0U);
    EXPECT_EQ(run.flood->rate, 7);
  }
  for (const char* arm : {"none", "attack", "defended", "sink"}) {
    EXPECT_EQ(arms.count(arm), 2U) << arm;
  }
}

TEST(Flood, without_a_defence_there_is_no_arm_for_it) {
  const Plan plan =
      make_plan(parse(attacked("rounds: 1\nattack: {id: malformed, at: 3s, for: 4s}\n"), "s.yaml"));
  EXPECT_EQ(plan.runs.size(), 3U);
}

TEST(Flood, resolved_text_says_the_same_again) {
  const Scenario first = parse(attacked(hold), "s.yaml");
  EXPECT_EQ(parse(first.resolved_yaml, "s.yaml").resolved_yaml, first.resolved_yaml);
  EXPECT_THAT(first.resolved_yaml, HasSubstr("plain.max_connections"));
}

TEST(Flood, a_quick_look_keeps_the_attacks_place_in_one_round) {
  Overrides quick;
  quick.quick = true;
  const Scenario scenario = parse(attacked(hold), "s.yaml", quick);
  EXPECT_EQ(scenario.rounds, 1);
  EXPECT_EQ(scenario.phases.measure, 5 * base::nanos_per_second);
  EXPECT_EQ(scenario.flood->at, base::nanos_per_second * 3 / 2);
  EXPECT_EQ(scenario.flood->lasting, 2 * base::nanos_per_second);
  EXPECT_EQ(scenario.flood->probe_patience, base::nanos_per_second);
}

TEST(Flood, a_defence_brings_files_and_packet_rules) {
  const std::string guarded =
      "rounds: 1\n"
      "attack:\n  id: tcp-hold\n  at: 3s\n  for: 4s\n  defence:\n    name: guard\n"
      "    settings: {plain.acl_file: acl}\n    files:\n      acl: |\n        topic read a/#\n"
      "    firewall: |\n      table ip guard {\n      }\n";
  const Scenario scenario = parse(attacked(guarded), "s.yaml");
  EXPECT_EQ(scenario.flood->defence.firewall, "table ip guard {\n}\n");
  EXPECT_EQ(parse(scenario.resolved_yaml, "s.yaml").resolved_yaml, scenario.resolved_yaml);
  for (const scenario::Run& run : make_plan(scenario).runs) {
    const bool defended = run.factors.at("arm") == "defended";
    EXPECT_EQ(run.broker.files.count("acl"), defended ? 1U : 0U);
  }
  EXPECT_THAT(message_of(attacked(guarded + "broker: {namespace: no}\n")),
              HasSubstr("a network of the run's own"));
}

TEST(Flood, refuses_what_cannot_be) {
  EXPECT_THAT(message_of(attacked("attack: {id: tcp-hold, at: 8s, for: 4s}\n")),
              HasSubstr("over only after the measured window"));
  EXPECT_THAT(message_of(attacked("attack: {id: tcp-hold, at: 2s, for: 2s}\n")),
              HasSubstr("over before a probe has waited 2s"));
  EXPECT_THAT(message_of(attacked("attack: {id: tls-hello, at: 2s, for: 4s}\n")),
              HasSubstr("write `port: tls`"));
  EXPECT_THAT(message_of(attacked("attack: {id: tcp-hold, certificate: true, at: 2s, for: 4s}\n")),
              HasSubstr("only the TLS port"));
  EXPECT_THAT(message_of(attacked("attack: {id: tcp-hold, at: 2s, for: 4s}\n"
                                  "matrix: {arm: [none, defended]}\n")),
              HasSubstr("needs attack.defence"));
  EXPECT_THAT(message_of(attacked("matrix: {arm: [none, attack]}\n")),
              HasSubstr("no section `attack`"));
  EXPECT_THAT(message_of(attacked("attack: {id: no-such, at: 2s, for: 4s}\n")),
              HasSubstr("tcp-hold"));
  EXPECT_THAT(message_of(attacked("attack: {id: tcp-hold, at: 2s, for: 4s, defence: {name: x, "
                                  "settings: {listener: 1}}}\n")),
              HasSubstr("set by mqseal itself"));
}

}  // namespace
}  // namespace mqseal::scenario
