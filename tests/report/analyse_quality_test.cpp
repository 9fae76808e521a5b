// SPDX-License-Identifier: MIT
// Quality checks and thresholds on invented results: what must fail, what is only noted.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/report/report.h"
#include "tests/report/analysed.h"

namespace mqseal::report {
namespace {

using nlohmann::json;
using report_test::analysed;
using report_test::check_of;
using report_test::FixtureOptions;
using report_test::make_result;

TEST(Quality, fails_late_lossy_and_unbalanced_results) {
  FixtureOptions late;
  late.send_delay_us = 900;
  EXPECT_FALSE(check_of(analysed(late), "Schedule kept")["pass"]);
  EXPECT_EQ(exit_code(analysed(late)), base::ExitCode::untrusted);

  FixtureOptions lossy;
  lossy.lost = 400;
  EXPECT_FALSE(check_of(analysed(lossy), "No loss")["pass"]);
  EXPECT_FALSE(check_of(analysed(lossy), "Broker drops")["pass"]);

  FixtureOptions few;
  few.lost = 1;
  EXPECT_TRUE(check_of(analysed(few), "No loss")["pass"].is_null());

  json unbalanced = make_result();
  unbalanced["runs"][3]["counts"]["delivered"] = 1;
  analyse(unbalanced);
  EXPECT_FALSE(check_of(unbalanced, "Ledger")["pass"]);
}

TEST(Quality, fails_a_control_that_leaves_the_margin) {
  FixtureOptions noisy;
  noisy.latency_noise = 0.3;
  const json result = analysed(noisy);
  EXPECT_FALSE(check_of(result, "A/A control, Median latency")["pass"]);
  EXPECT_EQ(exit_code(result), base::ExitCode::untrusted);
}

TEST(Quality, notes_a_run_that_shifts_within_itself) {
  json result = make_result();
  json& timeline = result["runs"][2]["timeline"];
  timeline = json::array();
  for (int second = -2; second < 30; ++second) {
    timeline.push_back(
        {{"at_s", second}, {"response_p50_us", (second < 15 ? 400 : 500) + second % 5}});
  }
  analyse(result);
  const json check = check_of(result, "Steadiness");
  EXPECT_TRUE(check["pass"].is_null());
  EXPECT_NE(check["detail"].get<std::string>().find("1 of 1"), std::string::npos) << check.dump();
}

TEST(Thresholds, hold_in_every_run_or_fail) {
  json result = make_result();
  result["scenario"]["thresholds"] = {
      {{"metric", "counts.lost"}, {"where", "*"}, {"max", 0}},
      {{"metric", "latency_us.response.p50"}, {"where", "present-80-eax"}, {"max", 100}},
      {{"metric", "throughput_msg_s"}, {"where", "none"}, {"min", 1000}},
      {{"metric", "cpu.tls_us_per_msg"}, {"where", "*"}, {"max", 5}}};
  analyse(result);
  const json& thresholds = result["thresholds"];
  ASSERT_EQ(thresholds.size(), 4U);
  EXPECT_TRUE(thresholds[0]["pass"]);
  EXPECT_FALSE(thresholds[1]["pass"]);
  EXPECT_EQ(thresholds[1]["failing"], 10);
  EXPECT_EQ(thresholds[1]["limit"], "at most 100");
  EXPECT_TRUE(thresholds[2]["pass"]);
  EXPECT_FALSE(thresholds[3]["pass"]) << "what was not measured has not passed";
  EXPECT_EQ(exit_code(result), base::ExitCode::threshold);
}

TEST(Thresholds, show_the_worst_run) {
  json result = make_result();
  result["runs"][7]["counts"]["rejected"] = 9;
  result["runs"][8]["counts"]["rejected"] = 4;
  result["scenario"]["thresholds"] = {{{"metric", "counts.rejected"}, {"where", "*"}, {"max", 0}}};
  analyse(result);
  EXPECT_EQ(result["thresholds"][0]["value"], 9);
  EXPECT_EQ(result["thresholds"][0]["run"], result["runs"][7]["id"]);
  EXPECT_EQ(result["thresholds"][0]["failing"], 2);
}

}  // namespace
}  // namespace mqseal::report
