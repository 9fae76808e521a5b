// SPDX-License-Identifier: MIT
// Claims against evidence: every way in which it can be for one, against it, or not decide.
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/report/analyse_attacks.h"

namespace mqseal::report {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

json run(const std::string& defence, const std::string& verdict, double years) {
  return {{"id", "r01-" + defence},
          {"factors", {{"defence", defence}}},
          {"attacks",
           {{{"id", "replay"},
             {"verdict", verdict},
             {"attempts", 10},
             {"successes", verdict == "succeeded" ? 7 : 0},
             {"evidence", "seven of ten"},
             {"cases",
              {{{"name", "on the path"},
                {"verdict", "blocked"},
                {"attempts", 3},
                {"successes", 0},
                {"evidence", "none"}}}},
             {"metrics", {{"years", years}}}}}}};
}

/// A result with one claim and this evidence for it.
json with(const std::vector<json>& evidence) {
  json result = {
      {"runs", {run("plain", "succeeded", 5), run("sealed", "blocked", 1e20)}},
      {"scenario",
       {{"claims", {{{"id", "c"}, {"sentence", "S"}, {"instead", "I"}, {"source", "O"}}}},
        {"evidence", json::array()}}}};
  for (json one : evidence) {
    one["claim"] = "c";
    result["scenario"]["evidence"].push_back(one);
  }
  return result;
}

json judged(const std::vector<json>& evidence) {
  const json claims = claims_of(with(evidence));
  EXPECT_EQ(claims.size(), 1U);
  return claims.at(0);
}

json of_replay(const std::string& defence, const std::string& expects) {
  return {{"attack", "replay"}, {"where", {{"defence", defence}}}, {"expects", expects}};
}

TEST(Claims, confirmed_where_everything_is_as_claimed) {
  const json claim = judged({of_replay("plain", "succeeded"), of_replay("sealed", "blocked")});
  EXPECT_EQ(claim.at("verdict"), "confirmed");
  EXPECT_EQ(claim.at("sentence"), "S");
  EXPECT_EQ(claim.at("instead"), "I");
  EXPECT_EQ(claim.at("source"), "O");
  EXPECT_THAT(claim.at("evidence").at(0).get<std::string>(), StartsWith("for it: "));
  EXPECT_THAT(claim.at("evidence").at(0).get<std::string>(), HasSubstr("7 of 10"));
}

TEST(Claims, refuted_where_nothing_is) {
  const json claim = judged({of_replay("plain", "blocked")});
  EXPECT_EQ(claim.at("verdict"), "refuted");
  EXPECT_THAT(claim.at("evidence").at(0).get<std::string>(), StartsWith("against it: "));
}

TEST(Claims, need_precision_where_some_is) {
  EXPECT_EQ(judged({of_replay("plain", "blocked"), of_replay("sealed", "blocked")}).at("verdict"),
            "needs_precision");
}

TEST(Claims, hold_only_where_every_run_that_counts_says_so) {
  const json everywhere = {{"attack", "replay"}, {"expects", "blocked"}};
  EXPECT_EQ(judged({everywhere}).at("verdict"), "refuted");
}

TEST(Claims, read_a_case_of_an_attack) {
  json evidence = of_replay("plain", "blocked");
  evidence["case"] = "on the path";
  EXPECT_EQ(judged({evidence}).at("verdict"), "confirmed");
  evidence["case"] = "no such case";
  EXPECT_EQ(judged({evidence}).at("verdict"), "not_measured");
}

TEST(Claims, read_a_number_of_an_attack) {
  json evidence = {
      {"attack", "replay"}, {"where", {{"defence", "sealed"}}}, {"metric", "years"}, {"max", 1}};
  EXPECT_EQ(judged({evidence}).at("verdict"), "refuted");
  evidence["max"] = 1e21;
  EXPECT_EQ(judged({evidence}).at("verdict"), "confirmed");
  evidence["metric"] = "hours";
  EXPECT_EQ(judged({evidence}).at("verdict"), "not_measured");
}

TEST(Claims, read_a_published_fact) {
  json evidence = {{"fact", "key_bits"}, {"cipher", "present-80-eax"}, {"max", 111}};
  EXPECT_EQ(judged({evidence}).at("verdict"), "confirmed");
  evidence["cipher"] = "present-128-eax";
  EXPECT_EQ(judged({evidence}).at("verdict"), "refuted");
  evidence["fact"] = "no_such_fact";
  EXPECT_EQ(judged({evidence}).at("verdict"), "not_measured");
}

TEST(Claims, that_nothing_measured_are_not_measured) {
  const json claim = judged({of_replay("no-such-defence", "blocked")});
  EXPECT_EQ(claim.at("verdict"), "not_measured");
  EXPECT_THAT(claim.at("evidence").at(0).get<std::string>(), StartsWith("undecided: "));
}

}  // namespace
}  // namespace mqseal::report
