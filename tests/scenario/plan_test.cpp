// SPDX-License-Identifier: MIT
// The order of runs: complete, seeded, with an A/A control that is its baseline's equal.
#include "sim/scenario/plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/load.h"
#include "tests/scenario/mini.h"

namespace mqseal::scenario {
namespace {

using testing::HasSubstr;
using testing_support::edited;

Plan plan_of(const std::string& extra, std::uint64_t seed = 1) {
  Overrides overrides;
  overrides.seed = seed;
  return make_plan(parse(edited("", extra), "s.yaml", overrides));
}

const std::string three_ciphers = "rounds: 8\nmatrix: {cipher: [aes-128-eax, none, aes-128-gcm]}\n";

std::vector<std::string> ids(const Plan& plan) {
  std::vector<std::string> all;
  for (const scenario::Run& run : plan.runs) {
    all.push_back(run.id);
  }
  return all;
}

TEST(Plan, each_round_has_every_combination_once_and_one_control) {
  const Plan plan =
      plan_of("rounds: 5\nmatrix: {qos: [0, 1], cipher: [none, aes-128-gcm, ascon-aead128]}\n");
  ASSERT_EQ(plan.runs.size(), 5U * 7);
  std::map<int, std::multiset<std::string>> rounds;
  std::map<int, int> controls;
  for (std::size_t i = 0; i < plan.runs.size(); ++i) {
    const scenario::Run& run = plan.runs[i];
    EXPECT_EQ(run.round, static_cast<int>(i / 7) + 1);
    EXPECT_EQ(run.slot, static_cast<int>(i % 7) + 1);
    if (run.control) {
      ++controls[run.round];
      EXPECT_EQ(run.factors.at("cipher"), "none");
      EXPECT_EQ(run.factors.at("qos"), "0");
    } else {
      rounds[run.round].insert(run.factors.at("cipher") + "/" + run.factors.at("qos"));
    }
  }
  for (int round = 1; round <= 5; ++round) {
    EXPECT_EQ(controls[round], 1);
    EXPECT_THAT(rounds[round],
                testing::ElementsAre("aes-128-gcm/0",
                                     "aes-128-gcm/1",
                                     "ascon-aead128/0",
                                     "ascon-aead128/1",
                                     "none/0",
                                     "none/1"));
  }
}

TEST(Plan, the_seed_alone_decides_the_order) {
  EXPECT_EQ(ids(plan_of(three_ciphers, 7)), ids(plan_of(three_ciphers, 7)));
  EXPECT_NE(ids(plan_of(three_ciphers, 7)), ids(plan_of(three_ciphers, 8)));
  const Plan plan = plan_of(three_ciphers);
  std::set<std::vector<std::string>> orders;
  for (int round = 0; round < 8; ++round) {
    std::vector<std::string> order;
    for (int slot = 0; slot < 4; ++slot) {
      order.push_back(plan.runs[static_cast<std::size_t>(4 * round + slot)].id.substr(7));
    }
    orders.insert(order);
  }
  EXPECT_GT(orders.size(), 3U);  // 24 orders are possible; 8 rounds alike would be no shuffle
}

TEST(Plan, adding_rounds_changes_no_earlier_run) {
  const Plan shorter = plan_of("rounds: 3\nmatrix: {cipher: [none, aes-128-eax]}\n");
  const Plan longer = plan_of("rounds: 6\nmatrix: {cipher: [none, aes-128-eax]}\n");
  for (std::size_t i = 0; i < shorter.runs.size(); ++i) {
    EXPECT_EQ(shorter.runs[i].id, longer.runs[i].id);
    EXPECT_EQ(shorter.runs[i].seed, longer.runs[i].seed);
  }
}

TEST(Plan, the_control_differs_from_its_baseline_in_its_slot_only) {
  const Plan plan = plan_of(three_ciphers);
  for (const scenario::Run& control : plan.runs) {
    if (!control.control) {
      continue;
    }
    EXPECT_THAT(control.id, testing::EndsWith("-none-control"));
    const auto twin = std::ranges::find_if(plan.runs, [&](const scenario::Run& run) {
      return run.round == control.round && !run.control && run.factors == control.factors;
    });
    ASSERT_NE(twin, plan.runs.end());
    EXPECT_EQ(twin->seed, control.seed);
    EXPECT_NE(twin->slot, control.slot);
    EXPECT_EQ(twin->groups[0].first_sender, control.groups[0].first_sender);
  }
}

TEST(Plan, seeds_differ_between_combinations_and_rounds) {
  std::set<std::uint64_t> seeds;
  const Plan plan = plan_of(three_ciphers);
  for (const scenario::Run& run : plan.runs) {
    seeds.insert(run.seed);
  }
  EXPECT_EQ(seeds.size(), 8U * 3);  // the control shares its baseline's
}

TEST(Plan, the_baseline_is_none_else_the_first_level) {
  EXPECT_THAT(ids(plan_of(three_ciphers)), testing::Contains(HasSubstr("-none-control")));
  EXPECT_THAT(ids(plan_of("matrix: {cipher: [aes-128-gcm, aes-128-eax]}\n")),
              testing::Contains(HasSubstr("-aes-128-gcm-control")));
  EXPECT_THAT(ids(plan_of("matrix: {payload_bytes: [4KiB, 64B], rate_msg_s: [10/s]}\n")),
              testing::Contains(HasSubstr("-4KiB-10-s-control")));
  const Plan single = plan_of("rounds: 2\n");
  EXPECT_EQ(single.runs.size(), 4U);
  EXPECT_THAT(ids(single), testing::Contains(HasSubstr("-aes-128-eax-control")));
}

TEST(Plan, sender_ids_are_unique_from_one) {
  Overrides overrides;
  overrides.set = {"groups.0.clients=10"};
  const std::string text = edited("  - name: sub",
                                  "  - {name: more, role: publisher, clients: 5, topic: b,"
                                  " cipher: none}\n  - name: sub");
  const Plan plan = make_plan(parse(text, "s.yaml", overrides));
  const auto& groups = plan.runs[0].groups;
  EXPECT_EQ(groups[0].first_sender, 1U);
  EXPECT_EQ(groups[1].first_sender, 11U);
  EXPECT_EQ(groups[2].first_sender, 0U);  // a subscriber sends nothing
}

TEST(Plan, levels_reach_every_group_for_which_they_make_sense) {
  const Plan plan = plan_of(
      "rounds: 1\nmatrix: {transport: [mtls], qos: [2], cipher: [aes-128-gcm], clients: [4],"
      " payload_bytes: [1KiB], mqtt_version: [5], key_type: [rsa-2048], tag_bytes: [12B]}\n");
  for (const scenario::Run& run : plan.runs) {
    EXPECT_EQ(run.broker.key_type, KeyType::rsa_2048);
    EXPECT_EQ(run.groups[0].payload_bytes.sizes, std::vector<std::size_t>{1024});
    for (const Group& group : run.groups) {
      EXPECT_EQ(group.transport, Transport::mtls);
      EXPECT_EQ(group.qos, 2);
      EXPECT_EQ(group.mqtt_version, 5);
      EXPECT_EQ(group.clients, 4U);
      EXPECT_EQ(group.cipher, "aes-128-gcm");  // the subscriber's follows from the publisher
      EXPECT_EQ(group.tag_bytes, 12U);
    }
  }
}

TEST(Plan, tag_and_implementation_do_not_touch_none) {
  const Plan plan = plan_of("rounds: 1\nmatrix: {cipher: [none, aes-128-eax], tag_bytes: [8B]}\n");
  for (const scenario::Run& run : plan.runs) {
    EXPECT_EQ(run.factors.at("tag_bytes"), "8B");
    EXPECT_EQ(run.groups[0].tag_bytes, run.groups[0].cipher == "none" ? 0U : 8U);
  }
}

TEST(Plan, factors_are_those_that_are_uniform) {
  const std::string text = edited("    topic: a/+", "    topic: a/+\n    qos: 1");
  const auto factors = make_plan(parse(text, "s.yaml")).runs[0].factors;
  EXPECT_EQ(factors.at("cipher"), "aes-128-eax");
  EXPECT_EQ(factors.at("rate_msg_s"), "1/s");
  EXPECT_EQ(factors.at("mqtt_version"), "3.1.1");
  EXPECT_EQ(factors.at("broker"), "mosquitto");
  EXPECT_EQ(factors.at("key_type"), "ecdsa-p256");
  EXPECT_FALSE(factors.contains("qos"));  // 0 and 1
  for (const auto& [key, level] : factors) {
    EXPECT_THAT(factor_keys(), testing::Contains(key));
    EXPECT_NE(level, "");
  }
}

TEST(Plan, ids_are_unique_file_names) {
  const std::vector<std::string> all = ids(
      plan_of("rounds: 3\nmatrix: {rate_msg_s: [1/min, 500/s], cipher: [none, aes-128-ccm]}\n"));
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
  for (const std::string& id : all) {
    EXPECT_THAT(id, testing::MatchesRegex("r[0-9]+-[0-9]+-[A-Za-z0-9.-]+"));
  }
  EXPECT_THAT(all, testing::Contains("r01-01-" + all[0].substr(7)));
}

TEST(Plan, needs_are_those_of_the_largest_run) {
  const Plan plan = plan_of("rounds: 2\nmatrix: {clients: [10, 30]}\n");
  EXPECT_EQ(plan.needs.clients, 60U);
  EXPECT_EQ(plan.needs.sockets, 60U);
  EXPECT_EQ(plan.needs.messages_per_run, 30);
  EXPECT_EQ(plan.needs.recorded_min, 100);  // 10 publishers, 10 subscribers to all of them, 1/s
  EXPECT_GT(plan.needs.seconds_total, 6 * 1.0);
}

TEST(Plan, brokers_that_start_slowly_make_it_longer) {
  const auto seconds_with = [](const std::string& kind) {
    return plan_of("rounds: 2\nmatrix: {broker: [mosquitto, " + kind + "]}\n").needs.seconds_total;
  };
  EXPECT_GT(seconds_with("rabbitmq"), seconds_with("aedes") + 2 * 5);
}

TEST(Plan, a_scenario_made_in_code_is_checked_too) {
  Scenario scenario = parse(testing_support::mini, "s.yaml");
  scenario.groups[0].tag_bytes = 99;
  try {
    static_cast<void>(make_plan(scenario));
    FAIL() << "planned an impossible tag";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::usage);
    EXPECT_THAT(error.what(), HasSubstr("s.yaml: groups.0.tag_bytes: a tag of 99B"));
  }
}

TEST(Plan, an_implementation_that_this_cpu_lacks_is_an_error_of_the_environment) {
  check_cpu(plan_of("matrix: {implementation: [portable]}\n"));
  Plan plan = plan_of("");
  plan.runs.back().groups[0].implementation = "abacus";
  try {
    check_cpu(plan);
    FAIL() << "accepted an implementation that no CPU has";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::environment);
    EXPECT_THAT(
        error.what(),
        HasSubstr("this CPU lacks what implementation abacus of aes-128-eax needs; it has: "));
  }
}

}  // namespace
}  // namespace mqseal::scenario
