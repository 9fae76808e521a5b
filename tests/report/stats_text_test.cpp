// SPDX-License-Identifier: MIT
// Sentences and the terminal summary: they say what the JSON says, and never too much.
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/report/check_count.h"
#include "sim/report/model_sentence.h"
#include "sim/report/names.h"
#include "sim/report/report.h"
#include "sim/report/signs.h"
#include "tests/report/analysed.h"

namespace mqseal::report {
namespace {

using nlohmann::json;
using report_test::analysed;
using report_test::effect_of;
using report_test::FixtureOptions;
using testing::HasSubstr;
using testing::Not;

json effect(const char* verdict, double estimate, double low, double high) {
  return {{"metric", "latency_us.response.p99"},
          {"factor", "cipher"},
          {"level", "ascon-aead128"},
          {"baseline", "none"},
          {"at", json::object()},
          {"family", "primary"},
          {"comparisons", 1},
          {"kind", "ratio"},
          {"n", 10},
          {"method", "signed-rank"},
          {"estimate", estimate},
          {"ci", {low, high}},
          {"ci_level", 0.95},
          {"p_holm", 0.039},
          {"verdict", verdict},
          {"beyond_margin", low > 0.05},
          {"more_rounds", 12},
          {"control", false},
          {"aes_mixed", false}};
}

TEST(Sentences, follow_the_templates) {
  EXPECT_EQ(effect_sentence(effect("worse", 0.081, 0.059, 0.104), 0.05),
            "Ascon-AEAD128 raised p99 latency by 8.1 % compared with plaintext (95 % CI +5.9 to "
            "+10.4 %; Holm-adjusted p = 0.039; n = 10 paired rounds).");
  EXPECT_THAT(
      effect_sentence(effect("real_below_margin", 0.025, 0.01, 0.036), 0.05),
      HasSubstr("The change is real but smaller than the ±5 % margin fixed before the run."));
  EXPECT_EQ(effect_sentence(effect("equivalent", 0.002, -0.017, 0.02), 0.05),
            "For Ascon-AEAD128 and plaintext, the whole interval of the change in p99 latency (95 "
            "% CI −1.7 to +2.0 %; Holm-adjusted p = 0.039; n = 10 paired rounds) lies inside ±5 %, "
            "so at this margin the two are equivalent.");
  EXPECT_EQ(effect_sentence(effect("cannot_tell", 0.03, -0.03, 0.09), 0.05),
            "The data do not settle how Ascon-AEAD128 changes p99 latency compared with plaintext: "
            "the interval (95 % CI −3.0 to +9.0 %; Holm-adjusted p = 0.039; n = 10 paired rounds) "
            "contains zero and differences above 5 %. About 12 more rounds would be needed.");
}

TEST(Sentences, say_where_the_size_of_a_real_change_is_open) {
  EXPECT_THAT(effect_sentence(effect("worse", 0.06, 0.03, 0.09), 0.05),
              HasSubstr("whether it exceeds the ±5 % margin is not settled"));
}

TEST(Sentences, of_a_quick_look_say_so) {
  FixtureOptions options;
  options.rounds = 5;
  options.quick_look = true;
  options.primary = {"cpu.seal_ns"};
  const json result = analysed(options);
  for (const json& entry : result.at("effects")) {
    const std::string words = entry["sentence"];
    if (entry["method"] == "exact" || entry["control"] == true) {
      continue;
    }
    if (entry["family"] == "primary") {
      EXPECT_THAT(words, Not(HasSubstr("quick look")));
    } else {
      EXPECT_THAT(words, HasSubstr("quick look, not for claims"));
      EXPECT_THAT(words, Not(HasSubstr(" raised "))) << "a verb would be a claim";
      EXPECT_THAT(words, Not(HasSubstr(" lowered ")));
    }
  }
}

TEST(Sentences, never_claim_equality_from_missing_evidence) {
  for (const bool nothing : {true, false}) {
    FixtureOptions options;
    options.nothing_differs = nothing;
    const json result = analysed(options);
    for (const json& entry : result.at("effects")) {
      const std::string words = entry["sentence"];
      ASSERT_FALSE(words.empty());
      EXPECT_THAT(words, Not(HasSubstr("no difference")));
      EXPECT_THAT(words, Not(HasSubstr("not significant")));
      EXPECT_THAT(words, Not(HasSubstr("the same")));
      EXPECT_THAT(words, Not(HasSubstr("nan")));
    }
  }
}

TEST(Sentences, name_both_sides_of_the_line_of_aes_instructions) {
  const json entry = effect_of(analysed(), "cpu.seal_ns", "aes-128-gcm");
  EXPECT_THAT(entry["sentence"].get<std::string>(),
              HasSubstr("One side used AES instructions and the other did not (botan against "
                        "portable)"));
}

std::string line_of(const std::string& text, const std::string& start) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(start, 0) == 0) {
      return line;
    }
  }
  ADD_FAILURE() << "no line " << start << " in\n" << text;
  return {};
}

TEST(Summary, says_what_the_json_says) {
  const json result = analysed();
  const std::string text = summary_text(result, false);
  for (const auto& truth : report_test::truths()) {
    if (truth.cipher == "none") {
      continue;
    }
    const std::string id(truth.cipher), line = line_of(text, cipher_name(id));
    EXPECT_THAT(line, HasSubstr(truth.uses_aes_instructions ? "botan, AES" : ", no AES"));
    for (const char* metric : {"latency_us.response.p50", "latency_us.response.p99"}) {
      const json entry = effect_of(result, metric, id);
      EXPECT_THAT(line,
                  HasSubstr(number_text(entry["values"]["level"].get<double>() / 1000) + " " +
                            change_text(entry["estimate"]) + " " + verdict_sign(entry)));
    }
  }
  EXPECT_THAT(text, HasSubstr("do not rank across that line"));
  EXPECT_THAT(text, HasSubstr("invented numbers"));
}

TEST(Summary, counts_the_checks_as_the_page_does) {
  FixtureOptions options;
  options.rounds = 5;
  options.quick_look = true;
  options.send_delay_us = 900;
  const json result = analysed(options);
  const std::string count = check_count_text(count_checks(result.at("quality")));
  EXPECT_THAT(count, HasSubstr("noted"));
  EXPECT_THAT(summary_text(result, false), HasSubstr("data quality: " + count));
}

TEST(Summary, says_what_a_quick_look_may_be_used_for) {
  FixtureOptions options;
  options.quick_look = true;
  options.primary = {"cpu.seal_ns"};
  options.rounds = 5;
  EXPECT_THAT(summary_text(analysed(options), false),
              HasSubstr("verdicts stand for the primary metric alone (CPU to seal one message)"));
  options.rounds = 4;
  EXPECT_THAT(summary_text(analysed(options), false),
              HasSubstr("Quick look, not for claims: 4 rounds allow no verdict."));
}

TEST(Summary, fits_a_hundred_columns_and_falls_back_to_ascii) {
  FixtureOptions options;
  options.lost = 2;
  json result = analysed(options);
  const std::string text = summary_text(result, true);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("  ", 0) != 0 || line.find("implementation") != std::string::npos) {
      EXPECT_LE(line.size(), 100U) << line;
    }
    for (const char c : line) {
      EXPECT_TRUE(c >= ' ' && c <= '~') << line;
    }
  }
}

TEST(Summary, names_failed_checks_and_thresholds) {
  FixtureOptions options;
  options.send_delay_us = 900;
  json result = report_test::make_result(options);
  result["scenario"]["thresholds"] = {{{"metric", "counts.sent"}, {"where", "none"}, {"max", 1}}};
  analyse(result);
  const std::string text = summary_text(result, false);
  EXPECT_THAT(text, HasSubstr("✗ Schedule kept"));
  EXPECT_THAT(text, HasSubstr("thresholds: 0 of 1 pass"));
  EXPECT_THAT(text, HasSubstr("✗ threshold counts.sent (none): 10000, limit at most 1"));
}

TEST(Summary, of_a_result_without_runs_does_not_fail) {
  json result = report_test::make_result();
  result["runs"] = json::array();
  analyse(result);
  EXPECT_FALSE(summary_text(result, false).empty());
}

}  // namespace
}  // namespace mqseal::report
