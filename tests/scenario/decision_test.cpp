// SPDX-License-Identifier: MIT
// `decision:` in a scenario and in a file of its own: what it reads, what it refuses, and that its
// devices are those of sim/device.
#include "sim/scenario/decision.h"

#include <filesystem>
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/device/profile.h"
#include "sim/device/table.h"
#include "tests/scenario/refusal.h"

namespace mqseal::scenario {
namespace {

using testing_support::edited;
using testing_support::expect_refused;
using testing_support::Refusal;
using testing_support::RefusalName;

const std::string block =
    "decision:\n"
    "  limits:\n"
    "    block_bits: {min: 128}\n"
    "    security_margin: {min: 12.5%, max: 100%}\n"
    "    standard: {any_of: [NIST, ISO]}\n"
    "    cpu.seal_ns: {max: 2500.5}\n"
    "  objectives: [overhead_bytes, device.cortex-m4.seal_cycles]\n";

TEST(Decision, is_read_as_written) {
  const Decision decision = parse(edited("", block), "s.yaml").decision;
  ASSERT_EQ(decision.limits.size(), 4U);
  EXPECT_EQ(decision.limits[0].criterion, "block_bits");
  EXPECT_EQ(decision.limits[0].min, 128);
  EXPECT_FALSE(decision.limits[0].max);
  EXPECT_EQ(decision.limits[1].min, 0.125);
  EXPECT_EQ(decision.limits[1].max, 1);
  EXPECT_THAT(decision.limits[2].any_of, testing::ElementsAre("NIST", "ISO"));
  EXPECT_EQ(decision.limits[3].max, 2500.5);
  EXPECT_THAT(decision.objectives,
              testing::ElementsAre("overhead_bytes", "device.cortex-m4.seal_cycles"));
}

TEST(Decision, stands_in_the_resolved_text_and_reads_back) {
  const Scenario scenario = parse(edited("", block), "s.yaml");
  const Scenario again = parse(scenario.resolved_yaml, "s.yaml");
  EXPECT_EQ(again.resolved_yaml, scenario.resolved_yaml);
  EXPECT_EQ(decision_yaml(again.decision, ""), decision_yaml(scenario.decision, ""));
  EXPECT_TRUE(parse(testing_support::mini, "s.yaml").decision.empty());
}

TEST(Decision, is_read_from_a_file_with_or_without_its_key) {
  const std::filesystem::path file = testing::TempDir() + "mqseal-limits.yaml";
  for (const std::string& text : {block, std::string("limits: {key_bits: {min: 112}}\n")}) {
    std::ofstream(file) << text;
    EXPECT_EQ(load_decision(file).limits.size(), text == block ? 4U : 1U);
  }
  std::ofstream(file) << "weights: {speed: 3}\n";
  EXPECT_THROW(static_cast<void>(load_decision(file)), base::Error);
  std::filesystem::remove(file);
  EXPECT_THROW(static_cast<void>(load_decision(file)), base::Error);
}

TEST(Criteria, name_every_measured_target_and_every_profile_that_can_be_priced) {
  std::set<std::string> expected, named;
  for (const device::Table& table : device::tables()) {
    for (const char* figure : {"seal_cycles", "flash_bytes", "ram_bytes"}) {
      expected.insert("device." + table.target + "." + figure);
    }
  }
  for (const device::Profile& profile : device::profiles()) {
    if ((profile.target || profile.aes_block) && profile.nj_per_cycle) {
      expected.insert("device." + profile.id + ".message_uj");
    }
  }
  for (const Criterion& criterion : criteria()) {
    if (criterion.name.rfind("device.", 0) == 0) {
      named.insert(criterion.name);
    }
  }
  EXPECT_EQ(named, expected);
}

class WrongDecision : public testing::TestWithParam<Refusal> {};

TEST_P(WrongDecision, is_refused) {
  expect_refused(GetParam());
}

const std::vector<Refusal> wrong{
    {"not_a_map", "", "decision: [1]\n", "12:11: \"decision\" must be a map, not a list"},
    {"empty", "", "decision: {}\n", "12:11: a decision needs limits, objectives or both"},
    {"unknown_key",
     "",
     "decision: {limit: {}}\n",
     "12:12: unknown key \"limit\"; allowed here: limits, objectives; did you mean \"limits\"?"},
    {"unknown_criterion",
     "",
     "decision: {limits: {block_bit: {min: 1}}}\n",
     "12:21: there is no criterion \"block_bit\"; did you mean \"block_bits\"?; `mqseal schema "
     "scenario` lists them"},
    {"no_bound",
     "",
     "decision: {limits: {key_bits: {}}}\n",
     "12:31: a limit on \"key_bits\" needs max, min or both"},
    {"word_bound_on_a_number",
     "",
     "decision: {limits: {key_bits: {any_of: [NIST]}}}\n",
     "12:32: unknown key \"any_of\"; allowed here: max, min"},
    {"unknown_word",
     "",
     "decision: {limits: {standard: {any_of: [NITS]}}}\n",
     "12:41: \"any_of\" must be one of: NIST, ISO, IETF, RFID, not \"NITS\"; did you mean "
     "\"NIST\"?"},
    {"percent_without_unit",
     "",
     "decision: {limits: {security_margin: {min: 25}}}\n",
     "12:44: \"min\": \"25\" is not a percentage: it has no unit; allowed: a number with %, as in "
     "5%"},
    {"min_above_max",
     "",
     "decision: {limits: {key_bits: {min: 9, max: 8}}}\n",
     "12:31: min is above max: nothing can pass"},
    {"objective_that_cannot_be_one",
     "",
     "decision: {objectives: [standard]}\n",
     "12:25: there is no objective \"standard\"; `mqseal schema scenario` lists them"},
    {"objective_twice",
     "",
     "decision: {objectives: [overhead_bytes, overhead_bytes]}\n",
     "12:41: \"overhead_bytes\" stands twice in \"objectives\""},
};

INSTANTIATE_TEST_SUITE_P(Scenario, WrongDecision, testing::ValuesIn(wrong), RefusalName());

}  // namespace
}  // namespace mqseal::scenario
