// SPDX-License-Identifier: MIT
// Verdicts on attacks from invented rounds.
#include "sim/report/analyse_resilience.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace mqseal::report {
namespace {

using nlohmann::json;

json run_of(int round, const std::string& arm, double delivered, double p99, double connects) {
  return {{"round", round},
          {"interrupted", false},
          {"factors", {{"arm", arm}, {"attack", arm == "none" ? "none" : "tcp-hold"}}},
          {"attacks",
           {{{"id", "tcp-hold"},
             {"title", "Hold"},
             {"arm", arm},
             {"defence", arm == "defended" ? "max_connections 200" : ""},
             {"verdict", "not_measured"},
             {"metrics",
              {{"delivered_ratio", delivered},
               {"p99_us", p99},
               {"connect_success_ratio", connects},
               {"broker_alive", true},
               {"broker_rss_peak_bytes", 10e6}}}}}}};
}

/// The runs as they are under the first of two levels, and once more under the second, where
/// everybody gets in.
json at_two_levels(json result, const char* factor, const char* shut, const char* open) {
  const json runs = result["runs"];
  for (json& run : result["runs"]) {
    run["factors"][factor] = shut;
  }
  for (json run : runs) {
    run["factors"][factor] = open;
    run["attacks"][0]["metrics"]["connect_success_ratio"] = 1;
    result["runs"].push_back(run);
  }
  return result;
}

/// `sink_connects`: what is left of new connections where the attacker drives the sink.
json result_of(int rounds, double sink_connects) {
  json result = {{"runs", json::array()}};
  for (int round = 1; round <= rounds; ++round) {
    const double noise = 0.001 * round;
    result["runs"].push_back(run_of(round, "none", 1, 1000 + 10 * round, 1));
    result["runs"].push_back(run_of(round, "attack", 1 - noise, 1100, 0.02 + noise));
    result["runs"].push_back(run_of(round, "defended", 1, 1050 + 10 * round, 1));
    result["runs"].push_back(run_of(round, "sink", 1, 1020, sink_connects));
  }
  result["resilience"] = resilience_of(result);
  set_flood_verdicts(result);
  return result;
}

const json& entry_of(const json& result, const std::string& arm, const std::string& metric) {
  for (const json& entry : result.at("resilience")) {
    if (entry.at("arm") == arm && entry.at("metric") == metric) {
      return entry;
    }
  }
  throw std::runtime_error("no entry for " + arm + " " + metric);
}

TEST(Resilience, harm_is_what_goes_beyond_the_attacker_alone) {
  const json result = result_of(6, 1);
  const json& connects = entry_of(result, "attack", "connect_success_ratio");
  EXPECT_EQ(connects.at("verdict"), "harm");
  EXPECT_EQ(connects.at("n"), 6);
  EXPECT_NEAR(connects.at("harm").get<double>(), 0.9765, 1e-3);
  EXPECT_GT(connects.at("ci")[0].get<double>(), 0.9);
  EXPECT_EQ(entry_of(result, "attack", "delivered_ratio").at("verdict"), "no harm");
  EXPECT_EQ(entry_of(result, "attack", "p99_us").at("verdict"), "no harm");
}

TEST(Resilience, a_defence_restores_with_an_interval) {
  const json result = result_of(6, 1);
  const json& connects = entry_of(result, "defended", "connect_success_ratio");
  EXPECT_EQ(connects.at("verdict"), "no harm");
  EXPECT_NEAR(connects.at("restored").get<double>(), 0.9765, 1e-3);
  EXPECT_GT(connects.at("restored_ci")[0].get<double>(), 0.9);
  for (const json& run : result.at("runs")) {
    const json& attack = run.at("attacks")[0];
    const std::string arm = attack.at("arm");
    EXPECT_EQ(attack.at("verdict"),
              arm == "attack"     ? "succeeded"
              : arm == "defended" ? "blocked"
                                  : "not_measured");
  }
}

TEST(Resilience, nothing_is_claimed_where_the_attacker_alone_breaks_the_flow) {
  const json result = result_of(5, 0.3);
  EXPECT_EQ(entry_of(result, "attack", "connect_success_ratio").at("verdict"), "inconclusive");
  EXPECT_EQ(result.at("runs")[1].at("attacks")[0].at("verdict"), "inconclusive");
}

TEST(Resilience, of_few_rounds_each_must_be_beyond_the_limit) {
  for (const int rounds : {3, 5}) {
    json result = result_of(rounds, 1);
    for (json& run : result["runs"]) {
      if (run["attacks"][0]["arm"] == "attack") {
        run["attacks"][0]["metrics"]["p99_us"] = run["round"] == 1 ? 2000 : 9000;  // 2 and 9 times
      }
    }
    result["resilience"] = resilience_of(result);
    const json& entry = entry_of(result, "attack", "p99_us");
    EXPECT_EQ(entry.at("verdict"), rounds == 3 ? "inconclusive" : "harm");
    EXPECT_EQ(entry.at("harmed_rounds"), rounds - 1);
  }
}

TEST(Resilience, much_memory_is_harm_to_a_large_broker_too) {
  json result = result_of(5, 1);
  for (json& run : result["runs"]) {
    const bool attacked = run["attacks"][0]["arm"] == "attack";
    run["attacks"][0]["metrics"]["broker_rss_peak_bytes"] = attacked ? 280e6 : 145e6;
  }
  result["resilience"] = resilience_of(result);
  EXPECT_EQ(entry_of(result, "attack", "broker_rss_peak_bytes").at("verdict"), "harm");
  EXPECT_EQ(entry_of(result, "defended", "broker_rss_peak_bytes").at("verdict"), "no harm");
}

TEST(Resilience, what_the_scenario_varies_is_judged_apart_though_a_defence_may_set_it) {
  json result = at_two_levels(result_of(5, 1), "nofile", "1024", "20000");
  result["scenario"]["matrix"] = {{"nofile", {"1024", "20000"}}};
  result["resilience"] = resilience_of(result);
  EXPECT_EQ(entry_of(result, "attack", "connect_success_ratio").at("where"), "1024");
  EXPECT_EQ(entry_of(result, "attack", "connect_success_ratio").at("verdict"), "harm");
}

TEST(Resilience, brokers_are_judged_apart) {
  json result = at_two_levels(result_of(5, 1), "broker", "mosquitto", "aedes");
  result["resilience"] = resilience_of(result);
  set_flood_verdicts(result);
  std::map<std::string, std::string> verdicts;
  for (const json& entry : result.at("resilience")) {
    if (entry.at("arm") == "attack" && entry.at("metric") == "connect_success_ratio") {
      verdicts[entry.at("where")] = entry.at("verdict");
    }
  }
  EXPECT_EQ(verdicts,
            (std::map<std::string, std::string>{{"mosquitto", "harm"}, {"aedes", "no harm"}}));
  for (const json& run : result.at("runs")) {
    if (run.at("attacks")[0].at("arm") == "attack") {
      EXPECT_EQ(run.at("attacks")[0].at("verdict"),
                run.at("factors").at("broker") == "aedes" ? "blocked" : "succeeded");
    }
  }
}

TEST(Resilience, without_runs_beside_attacks_there_is_nothing_to_judge) {
  json result = {{"runs", {{{"round", 1}, {"attacks", json::array()}}}}};
  EXPECT_TRUE(resilience_of(result).empty());
}

}  // namespace
}  // namespace mqseal::report
