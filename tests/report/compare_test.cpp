// SPDX-License-Identifier: MIT
// Comparisons of invented results whose truth is known, among them a machine that is slower in one
// file than in the other.
#include "sim/report/compare.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/report/analysed.h"

namespace mqseal::report {
namespace {

using nlohmann::json;
using report_test::analysed;
using report_test::FixtureOptions;
using testing::HasSubstr;

FixtureOptions small(std::uint64_t seed) {
  FixtureOptions options;
  options.seed = seed;
  options.ciphers = {"none", "aes-128-eax", "speck-64-128-eax", "ascon-aead128", "present-80-eax"};
  return options;
}

json row_of(const json& comparison, const std::string& metric, const std::string& cipher) {
  for (const json& row : comparison.at("rows")) {
    if (row["metric"] == metric && row["cipher"] == cipher) {
      return row;
    }
  }
  ADD_FAILURE() << "no row of " << metric << " " << cipher;
  return json::object();
}

json compared(const FixtureOptions& base,
              const FixtureOptions& other,
              CompareOptions options = {}) {
  return compare(analysed(base), analysed(other), options);
}

TEST(Compare, finds_the_one_cipher_that_became_slower) {
  FixtureOptions slower = small(2);
  slower.slow_cipher = "ascon-aead128";
  slower.slow_factor = 1.3;
  const json comparison = compared(small(1), slower);
  EXPECT_TRUE(comparison["comparable"]);
  for (const char* metric : {"cpu.seal_ns", "latency_us.response.p50"}) {
    for (const auto& truth : report_test::truths()) {
      const std::string cipher(truth.cipher);
      const auto ciphers = slower.ciphers;
      if (cipher == "none" || std::find(ciphers.begin(), ciphers.end(), cipher) == ciphers.end()) {
        continue;
      }
      const json row = row_of(comparison, metric, cipher);
      EXPECT_EQ(row["regression"], cipher == "ascon-aead128") << row.dump(1);
    }
    EXPECT_NEAR(row_of(comparison, metric, "ascon-aead128")["estimate"].get<double>(), 0.3, 0.04);
  }
  EXPECT_EQ(comparison["regressions"], 2);
}

TEST(Compare, takes_the_machine_out_and_shows_it_apart) {
  FixtureOptions other = small(4);
  other.slowdown = 1.25;
  const json comparison = compared(small(3), other);
  EXPECT_EQ(comparison["regressions"], 0);
  const json row = row_of(comparison, "latency_us.response.p50", "speck-64-128-eax");
  EXPECT_NEAR(row["raw_change"].get<double>(), 0.25, 0.08);
  EXPECT_NEAR(row["estimate"].get<double>(), 0, 0.03);
  EXPECT_EQ(row["control"], "plaintext");
  const json seal = row_of(comparison, "cpu.seal_ns", "speck-64-128-eax");
  EXPECT_EQ(seal["control"], "typical cipher");
  EXPECT_NEAR(seal["common_change"].get<double>(), 0.25, 0.05);
  EXPECT_NEAR(seal["estimate"].get<double>(), 0, 0.02);
}

TEST(Compare, of_files_between_which_the_machine_drifted_alarms_falsely_about_five_percent) {
  constexpr int trials = 150;
  int alarms = 0, excluded = 0;
  for (int i = 0; i < trials; ++i) {
    FixtureOptions base = small(1000 + 2 * static_cast<std::uint64_t>(i)), other = base;
    other.seed = base.seed + 1;
    other.slowdown = 1 + 0.01 * (i % 31 - 15);
    for (FixtureOptions* options : {&base, &other}) {
      options->drift = 0.03;
      options->latency_noise = 0.02;
    }
    CompareOptions narrow;
    narrow.margin = 0.0001;  // so that only the test and the noise floor hold alarms back
    const json comparison = compared(base, other, narrow);
    bool any = false;
    for (const json& row : comparison["rows"]) {
      any = any || (row["judged"] == true && row["p_holm"].is_number() && row["p_holm"] <= 0.05);
    }
    excluded += any ? 1 : 0;
    alarms += comparison["regressions"] > 0 ? 1 : 0;
  }
  RecordProperty("trials", trials);
  RecordProperty("with_a_row_that_leaves_out_zero", excluded);
  RecordProperty("with_a_regression", alarms);
  // The family's error is two-sided: at most 5 % of comparisons may have any row that leaves out
  // zero. Three standard errors of 150 trials are 5.3 %.
  EXPECT_LE(excluded, trials * 0.103);
  EXPECT_LE(alarms, excluded) << "a regression is one that the test found, and more";
}

TEST(Compare, calls_nothing_that_lies_within_the_noise_floor) {
  FixtureOptions base = small(7), other = small(8);
  for (FixtureOptions* options : {&base, &other}) {
    options->latency_noise = 0.10;
    options->rounds = 20;
    options->primary = {"latency_us.response.p50"};
  }
  other.slow_cipher = "ascon-aead128";
  other.slow_factor = 1.03;
  CompareOptions narrow;
  narrow.margin = 0.001;
  for (const json& row : compared(base, other, narrow)["rows"]) {
    if (row["judged"] == true && std::abs(row["estimate"].get<double>()) <= row["noise_floor"]) {
      EXPECT_NE(row["verdict"], "worse") << row.dump(1);
      EXPECT_NE(row["verdict"], "better");
      EXPECT_FALSE(row["regression"]);
    }
    EXPECT_GT(row["noise_floor"], 0);
  }
}

TEST(Compare, lets_word_bar_and_p_value_agree) {
  for (std::uint64_t seed = 20; seed < 26; ++seed) {
    FixtureOptions other = small(seed + 100);
    other.slow_cipher = "present-80-eax";
    other.slow_factor = 1.04;
    for (const json& row : compared(small(seed), other)["rows"]) {
      if (row["p_holm"].is_null()) {
        continue;
      }
      const json& ci = row["ci"];
      const bool zero = !(ci[0].is_number() && ci[0] > 0) && !(ci[1].is_number() && ci[1] < 0);
      EXPECT_EQ(zero, row["p_holm"] > 0.05) << row.dump(1);
      EXPECT_TRUE(row["regression"] == false || row["verdict"] == "worse");
    }
  }
}

TEST(Compare, refuses_another_host_broker_or_plan_and_says_what_differs) {
  const json base = analysed(small(1));
  const auto differs = [&](const json& other, const std::string& what) {
    const json comparison = compare(base, other, {});
    EXPECT_FALSE(comparison["comparable"]) << what;
    EXPECT_THAT(comparison["differences"].dump(), HasSubstr(what));
    EXPECT_THAT(comparison_text(comparison, true), HasSubstr(what));
  };
  json host = base, broker = base, plan = base, build = base;
  host["host"]["cpu_model"] = "Another CPU";
  differs(host, "processor");
  for (json& run : broker["runs"]) {
    run["broker"]["version"] = "2.1.0";
  }
  differs(broker, "broker");
  plan["scenario"]["groups"][1]["rate"] = "50/s";
  differs(plan, "clients and their traffic (1.rate)");
  build["tool"]["build_type"] = "Debug";
  differs(build, "build type");
}

TEST(Compare, mentions_another_commit_and_takes_it) {
  const json base = analysed(small(1));
  json other = analysed(small(2));
  other["tool"]["git"] = "1111111";
  other["scenario"]["groups"][0]["a_key_of_a_newer_version"] = 1;
  const json comparison = compare(base, other, {});
  EXPECT_TRUE(comparison["comparable"]) << comparison["differences"].dump(1);
  EXPECT_THAT(comparison["differences"].dump(), HasSubstr("commit"));
}

TEST(Compare, names_what_only_one_of_them_has) {
  FixtureOptions fewer = small(2);
  fewer.ciphers.pop_back();
  const json comparison = compared(small(1), fewer);
  EXPECT_THAT(comparison["only_in_base"].dump(), HasSubstr("PRESENT-80-EAX"));
  EXPECT_TRUE(comparison["only_in_new"].empty());
  EXPECT_FALSE(comparison["comparable"]) << "the plans differ";
}

TEST(Compare, judges_nothing_by_two_rounds) {
  FixtureOptions base = small(1), other = small(2);
  base.rounds = other.rounds = 2;
  other.slow_cipher = "ascon-aead128";
  other.slow_factor = 3;
  const json row = row_of(compared(base, other), "latency_us.response.p50", "ascon-aead128");
  EXPECT_EQ(row["method"], "none");
  EXPECT_EQ(row["verdict"], "cannot_tell");
  EXPECT_FALSE(row["regression"]);
  EXPECT_THAT(row["note"].get<std::string>(), HasSubstr("too few rounds"));
}

TEST(Compare, stands_on_a_terminal_of_a_hundred_columns) {
  FixtureOptions other = small(2);
  other.slow_cipher = "ascon-aead128";
  other.slow_factor = 1.5;
  std::istringstream lines(comparison_text(compared(small(1), other), true));
  int regressions = 0;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 100U) << line;
    regressions += line.find("^ regression") != std::string::npos ? 1 : 0;
    for (const char c : line) {
      EXPECT_TRUE(c >= ' ' && c <= '~') << line;
    }
  }
  EXPECT_EQ(regressions, 2);
}

}  // namespace
}  // namespace mqseal::report
