// SPDX-License-Identifier: MIT
// The search for the highest rate that holds, against brokers with a known limit; the tries of a
// campaign; recovery and echo.
#include "sim/run/search.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/run/echo.h"
#include "sim/run/probe.h"
#include "sim/run/recovery.h"
#include "tests/run/fakes.h"

namespace mqseal::run::test {
namespace {

using nlohmann::json;

scenario::SearchSettings settings_of(double start, double tolerance = 0.05) {
  scenario::SearchSettings settings;
  settings.start_msg_s = start;
  settings.tolerance = tolerance;
  settings.highest_msg_s = 400'000;
  return settings;
}

struct Found {
  double knee, failed;
  int tries;
};

/// Searches a broker that holds exactly the rates up to `capacity`.
Found find(double capacity, const scenario::SearchSettings& settings) {
  Search search(settings);
  int tries = 0;
  while (const auto rate = search.next()) {
    EXPECT_LE(*rate, settings.highest_msg_s);
    search.judge(*rate <= capacity);
    if (++tries > 100) {
      ADD_FAILURE() << "the search does not end";
      break;
    }
  }
  return {search.knee(), search.failed(), tries};
}

TEST(Search, brackets_the_capacity_from_below_and_above) {
  for (const double capacity : {1'234.0, 40'000.0, 99'999.0, 180'000.0, 399'000.0}) {
    for (const double start : {500.0, 40'000.0, 300'000.0}) {
      const Found found = find(capacity, settings_of(start));
      EXPECT_LE(found.knee, capacity);
      EXPECT_GT(found.failed, capacity);
      EXPECT_LE(found.failed, found.knee * 1.05) << capacity << ' ' << start;
    }
  }
}

TEST(Search, ends_at_its_highest_rate_where_nothing_fails) {
  const Found found = find(1e9, settings_of(40'000));
  EXPECT_EQ(found.knee, 400'000);
  EXPECT_EQ(found.failed, 0);
}

TEST(Search, gives_up_where_nothing_holds) {
  const Found found = find(0, settings_of(40'000));
  EXPECT_EQ(found.knee, 0);
  EXPECT_GT(found.failed, 0);
}

TEST(Search, one_failure_is_doubted_and_two_in_a_row_are_believed) {
  Search search(settings_of(1000));
  search.judge(false);
  EXPECT_EQ(search.next(), 1000) << "tried again";
  search.judge(true);
  EXPECT_EQ(search.knee(), 1000);
  EXPECT_EQ(search.next(), 1500);
  search.judge(false);
  search.judge(false);
  EXPECT_EQ(search.failed(), 1500);
  EXPECT_NEAR(*search.next(), std::sqrt(1000 * 1500.0), 1e-9);
}

TEST(Probe, keeps_each_groups_share_of_the_rate) {
  scenario::Run run;
  run.groups.resize(3);
  run.groups[0].clients = 10;
  run.groups[0].rate_msg_s = 1;
  run.groups[1].clients = 5;
  run.groups[1].rate_msg_s = 6;
  run.groups[2].role = scenario::Role::subscriber;
  const scenario::Run scaled = at_rate(run, scenario::SearchOf::fleet, 8000);
  EXPECT_DOUBLE_EQ(scaled.groups[0].rate_msg_s, 200);
  EXPECT_DOUBLE_EQ(scaled.groups[1].rate_msg_s, 1200);
}

/// Capacity 100,000/s: above it a tenth is lost.
TEST(CampaignSearch, keeps_the_run_at_the_knee_and_every_point) {
  Bench bench;
  auto plan = plan_of(1, {"none"});
  plan.scenario.search = settings_of(40'000);
  for (scenario::Run& run : plan.runs) {
    run.groups.resize(1);
    run.groups[0].rate_msg_s = 1;
  }
  bench.executor.measure = [](const scenario::Run& run, Outcome& outcome) {
    record::Counts& counts = outcome.result.counts;
    if (run.groups[0].rate_msg_s > 100'000) {
      counts.delivered = 900;
      counts.lost = 100;
    }
  };
  EXPECT_EQ(bench.run(plan), base::ExitCode::done);
  const json result = bench.result();
  ASSERT_EQ(result["runs"].size(), 2U);
  ASSERT_EQ(result["searches"].size(), 2U);
  const json& search = result["searches"][0];
  EXPECT_EQ(search["run"], result["runs"][0]["id"]);
  const double knee = search["knee"];
  EXPECT_LE(knee, 100'000);
  EXPECT_GE(knee * 1.05, search["failed"].get<double>());
  EXPECT_EQ(result["runs"][0]["capacity_msg_s"], knee);
  EXPECT_EQ(result["runs"][0]["counts"]["lost"], 0) << "the run at the knee, not the last one";
  for (const json& point : search["points"]) {
    const bool within = point["rate_msg_s"].get<double>() <= 100'000;
    EXPECT_EQ(point["held"], within);
    EXPECT_EQ(point["failure"].is_null(), within);
  }
  EXPECT_TRUE(
      std::filesystem::exists(bench.out() / "runs" / result["runs"][0]["id"] / "latency.hlog"));
}

TEST(CampaignSearch, what_was_stopped_in_a_search_is_searched_again) {
  Bench bench;
  auto plan = plan_of(1, {"none"});
  plan.scenario.search = settings_of(40'000);
  for (scenario::Run& run : plan.runs) {
    run.groups.resize(1);
  }
  int tries = 0;
  bench.executor.before = [&](const std::string&, Outcome&) { bench.stop = ++tries == 12; };
  EXPECT_EQ(bench.run(plan), base::ExitCode::interrupted);
  EXPECT_EQ(bench.result()["runs"].size(), bench.result()["searches"].size());
  bench.stop = false;
  EXPECT_EQ(bench.run(plan, true), base::ExitCode::done);
  EXPECT_EQ(bench.result()["runs"].size(), 2U);
  EXPECT_EQ(bench.result()["searches"].size(), 2U);
}

std::vector<record::TimelinePoint> timeline_of(const std::vector<std::pair<int, double>>& steps) {
  std::vector<record::TimelinePoint> timeline;
  double at = 0;
  for (const auto& [delivered, p99] : steps) {
    record::TimelinePoint point;
    point.at_s = at;
    point.delivered = static_cast<std::uint64_t>(delivered);
    point.response_p99_us = p99;
    timeline.push_back(point);
    at += 0.1;
  }
  return timeline;
}

TEST(Recovery, counts_from_the_end_of_the_harm_to_the_first_of_five_steady_steps) {
  std::vector<std::pair<int, double>> steps(10, {100, 50});  // to 1.0 s
  steps.insert(steps.end(), 10, {0, 0});                     // down to 2.0 s
  steps.insert(steps.end(), {{300, 900'000}, {200, 400'000}, {100, 50}, {100, 1'100}});
  steps.insert(steps.end(), 6, {100, 1'049});  // less than 1 ms more is no harm
  const auto recovery = recovery_seconds(timeline_of(steps), 1.0, 2.0, 0.05);
  ASSERT_TRUE(recovery);
  EXPECT_NEAR(*recovery, 0.4, 1e-9);
}

TEST(Recovery, is_not_known_where_it_did_not_happen_or_nothing_was_steady_before) {
  std::vector<std::pair<int, double>> steps(10, {100, 50});
  steps.insert(steps.end(), 20, {90, 50});
  EXPECT_FALSE(recovery_seconds(timeline_of(steps), 1.0, 1.5, 0.05));
  EXPECT_TRUE(recovery_seconds(timeline_of(steps), 1.0, 1.5, 0.2));
  EXPECT_FALSE(recovery_seconds(timeline_of(steps), 0.3, 1.5, 0.2))
      << "three steps are no baseline";
}

TEST(Echo, a_block_comes_back_and_takes_time) {
  const auto floor = measure_echo({}, {});
  ASSERT_TRUE(floor);
  EXPECT_GT(floor->p50_us, 0);
  EXPECT_GE(floor->p99_us, floor->p50_us);
  EXPECT_EQ(to_json(*floor)["rounds"], floor->rounds);
}

/// A run of a search over an attacker's rate, all delivered in 1 ms.
json attacked_run(double achieved_per_s, double p99_us = 1000) {
  return {{"counts", {{"scheduled", 100}, {"delivered", 100}}},
          {"latency_us", {{"response", {{"p99", 1000.0}}}}},
          {"attacks", {{{"metrics", {{"achieved_per_s", achieved_per_s}, {"p99_us", p99_us}}}}}}};
}

TEST(Probe, an_attack_that_did_not_take_place_does_not_hold) {
  scenario::SearchSettings settings = settings_of(1000);
  settings.of = scenario::SearchOf::attack;
  settings.p99 = 10'000'000;
  EXPECT_EQ(failure_of(attacked_run(9'500), settings, 10'000), "");
  EXPECT_EQ(failure_of(attacked_run(9'500, 11'000), settings, 10'000), "p99 11.0 ms");
  EXPECT_EQ(failure_of(attacked_run(3'000), settings, 10'000),
            "the attacker could send 3000 of 10000 messages/s");
}

}  // namespace
}  // namespace mqseal::run::test
