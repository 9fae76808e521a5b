// SPDX-License-Identifier: MIT
// What a terminal says of captures, attacks and claims.
#include "sim/report/summary_attacks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mqseal::report {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

json attack(const std::string& id, const std::string& verdict, int successes, int attempts) {
  return {{"id", id}, {"verdict", verdict}, {"successes", successes}, {"attempts", attempts}};
}

json run(const std::string& defence, const json& attacks) {
  return {{"id", "r01-" + defence},
          {"factors", {{"defence", defence}, {"attacker", "outsider"}, {"cipher", "none"}}},
          {"counts", {{"sent", 0}}},
          {"attacks", attacks}};
}

json result() {
  return {{"runs",
           json::array({run("plain",
                            json::array({attack("leak", "succeeded", 20, 20),
                                         attack("tamper", "inconclusive", 0, 3)})),
                        run("sealed",
                            json::array({attack("leak", "blocked", 0, 20),
                                         attack("tamper", "not_measured", 0, 0)}))})}};
}

TEST(SummarySecurity, has_each_verdict_under_its_configuration) {
  const std::string text = summary_security(result());
  EXPECT_THAT(text, HasSubstr("  plain\n    ✗ leak 20/20  ? tamper 0/3 \n"));
  EXPECT_THAT(text, HasSubstr("  sealed\n    ✓ leak 0/20  – tamper \n"));
  EXPECT_THAT(text, Not(HasSubstr("outsider"))) << "the same in every run, so not told";
  EXPECT_TRUE(is_attacks_only(result()));
}

TEST(SummarySecurity, breaks_long_lines) {
  json attacks = json::array();
  for (int i = 0; i < 12; ++i) {
    attacks.push_back(attack("attack-number-" + std::to_string(i), "blocked", 0, 65537));
  }
  const std::string text = summary_security({{"runs", json::array({run("plain", attacks)})}});
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    EXPECT_LE(end - begin, 110U) << "bytes; signs have three";
    begin = end + 1;
  }
  EXPECT_THAT(text, HasSubstr("attack-number-11 0/65537"));
}

TEST(SummarySecurity, tells_what_was_found_in_a_capture_once) {
  const json finding = {
      {"what", "payload of a"}, {"where", "plain port"}, {"visibility", "NOT VISIBLE"}};
  json one = run("plain", json::array());
  one["capture"] = {{"why", ""}, {"findings", json::array({finding})}};
  const json twice = {{"runs", json::array({one, one})}};
  EXPECT_EQ(summary_security(twice),
            "Looked for in the captured packets\n"
            "  NOT VISIBLE   payload of a on the plain port\n\n");
  EXPECT_FALSE(is_attacks_only(twice));
  one["capture"] = {{"why", "no right to capture"}, {"findings", json::array()}};
  EXPECT_THAT(summary_security({{"runs", json::array({one})}}),
              HasSubstr("r01-plain: no right to capture"));
}

TEST(SummarySecurity, tells_claims_with_their_verdicts) {
  const json claims = {
      {"claims",
       json::array({{{"sentence", "Short."}, {"verdict", "needs_precision"}},
                    {{"sentence", std::string(50, 'a') + " " + std::string(50, 'b')},
                     {"verdict", "refuted"}}})}};
  const std::string text = summary_security(claims);
  EXPECT_THAT(text, HasSubstr("  needs precision  Short.\n"));
  EXPECT_THAT(text, HasSubstr("  refuted          " + std::string(50, 'a') + " ...\n"));
}

TEST(SummarySecurity, is_empty_where_nothing_is_about_security) {
  EXPECT_EQ(summary_security({{"runs", json::array()}}), "");
  EXPECT_FALSE(is_attacks_only({{"runs", json::array()}}));
}

}  // namespace
}  // namespace mqseal::report
