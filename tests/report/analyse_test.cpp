// SPDX-License-Identifier: MIT
// report::analyse on invented results whose truth is known.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/report/report.h"
#include "tests/report/analysed.h"

namespace mqseal::report {
namespace {

using nlohmann::json;
using report_test::analysed;
using report_test::check_of;
using report_test::effect_of;
using report_test::FixtureOptions;
using report_test::make_result;

TEST(Analyse, finds_the_stated_truth) {
  FixtureOptions options;
  options.rounds = 12;
  const json result = analysed(options);
  const std::string p50 = "latency_us.response.p50";
  EXPECT_EQ(effect_of(result, p50, "present-80-eax")["verdict"], "worse");
  EXPECT_EQ(effect_of(result, p50, "present-128-eax")["verdict"], "worse");
  EXPECT_EQ(effect_of(result, "cpu.seal_ns", "speck-64-128-eax")["verdict"], "better");
  EXPECT_EQ(effect_of(result, "cpu.seal_ns", "present-80-eax")["verdict"], "worse");
  EXPECT_EQ(effect_of(result, "cpu.broker_us_per_msg", "speck-64-128-eax")["verdict"],
            "real_below_margin");
  EXPECT_EQ(effect_of(result, "wire.publish_bytes", "ascon-aead128")["verdict"], "worse");
  EXPECT_EQ(exit_code(result), base::ExitCode::done) << result["quality"].dump(1);
}

TEST(Analyse, covers_the_truth_with_its_intervals) {
  int held = 0, all = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    FixtureOptions options;
    options.seed = seed;
    const json result = analysed(options);
    for (const auto& truth : report_test::truths()) {
      if (truth.cipher == "none") {
        continue;
      }
      const json ci =
          effect_of(result, "latency_us.response.p50", std::string(truth.cipher)).at("ci95");
      held += ci[0] <= truth.p50_ratio - 1 && truth.p50_ratio - 1 <= ci[1] ? 1 : 0;
      ++all;
    }
  }
  EXPECT_GE(held, 0.92 * all);
}

TEST(Analyse, never_says_equal_where_nothing_differs) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    FixtureOptions options;
    options.nothing_differs = true;
    options.seed = seed;
    const json result = analysed(options);
    for (const json& effect : result.at("effects")) {
      if (effect["family"] == "primary" && effect["verdict"].is_string()) {
        EXPECT_TRUE(effect["verdict"] == "equivalent" || effect["verdict"] == "cannot_tell" ||
                    effect["verdict"] == "real_below_margin")
            << effect.dump();
      }
    }
  }
}

TEST(Analyse, lets_word_bar_and_p_value_agree) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    FixtureOptions options;
    options.seed = seed;
    options.rounds = 6 + static_cast<int>(seed);
    const json result = analysed(options);
    for (const json& effect : result.at("effects")) {
      if (effect["p_holm"].is_null() || effect["kind"] != "ratio") {
        continue;
      }
      const json& ci = effect["ci"];
      const bool zero = !(ci[0].is_number() && ci[0] > 0) && !(ci[1].is_number() && ci[1] < 0);
      const bool real = effect["verdict"] == "worse" || effect["verdict"] == "better" ||
                        effect["verdict"] == "real_below_margin";
      EXPECT_EQ(zero, effect["p_holm"] > 0.05) << effect.dump();
      EXPECT_EQ(zero, !real) << effect.dump();
    }
  }
}

TEST(Analyse, compares_seal_time_with_the_reference_and_gives_nanoseconds_to_plaintext) {
  const json result = analysed();
  const json speck = effect_of(result, "cpu.seal_ns", "speck-64-128-eax");
  EXPECT_EQ(speck["baseline"], "aes-128-eax");
  EXPECT_NEAR(speck["estimate"].get<double>(), 620.0 / 1150 - 1, 0.02);
  EXPECT_EQ(speck["absolute"]["baseline"], "none");
  EXPECT_EQ(speck["absolute"]["unit"], "ns");
  EXPECT_NEAR(speck["absolute"]["estimate"].get<double>(), 600, 50);
  const json reference = effect_of(result, "cpu.seal_ns", "aes-128-eax");
  EXPECT_EQ(reference["kind"], "reference");
  EXPECT_TRUE(reference["estimate"].is_null());
  EXPECT_TRUE(reference["verdict"].is_null());
  EXPECT_NEAR(reference["absolute"]["estimate"].get<double>(), 1130, 90);
}

TEST(Analyse, marks_comparisons_across_aes_instructions) {
  const json result = analysed();
  EXPECT_TRUE(effect_of(result, "cpu.seal_ns", "aes-128-gcm")["aes_mixed"]);
  EXPECT_FALSE(effect_of(result, "cpu.seal_ns", "ascon-aead128")["aes_mixed"]);
}

TEST(Analyse, gives_the_control_a_row_of_its_own) {
  const json result = analysed();
  int controls = 0;
  for (const json& effect : result.at("effects")) {
    if (effect["control"] == true && effect["family"] == "primary") {
      ++controls;
      EXPECT_EQ(effect["level"], "none");
      EXPECT_TRUE(effect["verdict"].is_null());
      EXPECT_NEAR(effect["estimate"].get<double>(), 0, 0.05) << effect.dump();
    }
  }
  EXPECT_EQ(controls, 2);
}

TEST(Analyse, compares_each_flow_and_the_two_transports) {
  const json result = analysed();
  int by_transport = 0, of_transport = 0;
  for (const json& effect : result.at("effects")) {
    by_transport += effect["factor"] == "cipher" && effect["at"].contains("transport") &&
                            effect["control"] == false
                        ? 1
                        : 0;
    if (effect["factor"] == "transport") {
      ++of_transport;
      EXPECT_EQ(effect["level"], "mtls");
      EXPECT_EQ(effect["baseline"], "plain");
      EXPECT_EQ(effect["family"], "secondary");
      EXPECT_FALSE(effect["claim"]);
    }
  }
  EXPECT_EQ(by_transport, 2 * 2 * 11);  // two metrics, two transports
  EXPECT_EQ(of_transport, 2 * 12);
}

TEST(Analyse, of_a_quick_look_judges_the_primary_family_from_five_rounds_on) {
  for (const int rounds : {3, 4, 5, 10}) {
    FixtureOptions options;
    options.rounds = rounds;
    options.quick_look = true;
    options.primary = {"cpu.seal_ns"};
    options.send_delay_us = 900;
    const json result = analysed(options);
    for (const json& effect : result.at("effects")) {
      if (effect["control"] == true || effect["kind"] != "ratio" || effect["method"] == "exact") {
        continue;
      }
      const bool judged = rounds >= 5 && effect["family"] == "primary";
      const bool marked = effect["notes"].dump().find("quick look") != std::string::npos;
      EXPECT_EQ(effect["verdict"].is_string(), judged) << effect.dump();
      EXPECT_EQ(effect["p_holm"].is_number(), judged);
      EXPECT_EQ(marked, !judged);
      EXPECT_TRUE(effect["ci95"][0].is_number());
      if (!judged) {
        EXPECT_FALSE(effect["claim"]);
        EXPECT_EQ(effect["ci"], effect["ci95"]);
      }
      if (rounds < 6) {
        EXPECT_EQ(effect["method"], "paired-t");
      }
    }
    EXPECT_TRUE(check_of(result, "Schedule kept")["pass"].is_null());
    EXPECT_EQ(exit_code(result), base::ExitCode::done);
  }
}

TEST(Analyse, of_a_quick_look_gives_verdicts_that_agree_with_holm) {
  FixtureOptions options;
  options.rounds = 5;
  options.quick_look = true;
  options.primary = {"cpu.seal_ns"};
  const json result = analysed(options);
  EXPECT_EQ(effect_of(result, "cpu.seal_ns", "speck-64-128-eax")["verdict"], "better");
  EXPECT_EQ(effect_of(result, "cpu.seal_ns", "present-80-eax")["verdict"], "worse");
  EXPECT_TRUE(effect_of(result, "cpu.seal_ns", "present-80-eax")["claim"]);
  for (const json& effect : result.at("effects")) {
    if (effect["p_holm"].is_number()) {
      const bool zero = effect["ci"][0] <= 0 && effect["ci"][1] >= 0;
      EXPECT_EQ(zero, effect["p_holm"] > 0.05) << effect.dump();
    }
  }
}

TEST(Analyse, says_when_the_rounds_cannot_settle_the_family) {
  FixtureOptions options;
  options.rounds = 6;
  const json effect = effect_of(analysed(options), "cpu.seal_ns", "present-80-eax");
  EXPECT_TRUE(effect["ci"][0].is_null());
  EXPECT_TRUE(effect["ci95"][0].is_number());
  EXPECT_EQ(effect["verdict"], "cannot_tell");
  EXPECT_GE(effect["more_rounds"].get<int>(), 1);
  EXPECT_NE(effect["notes"].dump().find("6 rounds cannot settle"), std::string::npos);
}

TEST(Analyse, gives_no_percentile_that_too_few_messages_support) {
  json result = make_result();
  for (json& run : result["runs"]) {
    run["latency_us"]["response"]["count"] = 900;
  }
  analyse(result);
  for (const json& effect : result.at("effects")) {
    if (effect["metric"] == "latency_us.response.p99") {
      EXPECT_TRUE(effect["factor"] == "transport" || effect["at"].contains("transport"))
          << "only the flows still count 5000";
    }
  }
}

TEST(Analyse, takes_the_repeat_of_a_run_and_leaves_out_interrupted_ones) {
  json result = make_result();
  json* run = &result["runs"][0];
  while ((*run)["factors"]["cipher"] == "none") {
    ++run;
  }
  const std::string cipher = (*run)["factors"]["cipher"];
  json repeat = *run;
  repeat["repeat_of"] = repeat["id"];
  repeat["id"] = repeat["id"].get<std::string>() + "-repeat";
  (*run)["cpu"]["broker_us_per_msg"] = 1e9;
  json interrupted = repeat;
  interrupted["id"] = "interrupted";
  interrupted["interrupted"] = true;
  interrupted["cpu"]["broker_us_per_msg"] = 1e9;
  result["runs"].push_back(repeat);
  result["runs"].push_back(interrupted);
  analyse(result);
  const json effect = effect_of(result, "cpu.broker_us_per_msg", cipher);
  EXPECT_EQ(effect["n"], 10);
  EXPECT_LT(effect["ci95"][1], 0.2);
}

/// Every format with each cipher that it carries: analysed like any other result.
TEST(Analyse, takes_every_format) {
  for (const std::string format : {"compact", "raw", "lab", "cose"}) {
    nlohmann::json result = make_result();
    nlohmann::json kept = nlohmann::json::array();
    for (nlohmann::json& run : result["runs"]) {
      run["factors"]["format"] = format;
      const bool is_none = run["factors"]["cipher"] == "none";
      if (format == "compact" || is_none == (format == "raw")) {
        kept.push_back(run);
      }
    }
    result["runs"] = kept;
    ASSERT_FALSE(kept.empty());
    EXPECT_NO_THROW(report::analyse(result)) << format;
    EXPECT_EQ(result["devices"]["sentences"].empty(), format == "raw") << format;
  }
}

}  // namespace
}  // namespace mqseal::report
