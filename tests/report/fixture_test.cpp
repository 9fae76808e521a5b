// SPDX-License-Identifier: MIT
// The fixture itself: complete, marked as invented, the same each time.
#include "tests/report/fixture.h"

#include <map>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mqseal::report_test {
namespace {

TEST(Fixture, is_marked_as_invented) {
  EXPECT_TRUE(make_result().at("invented").get<bool>());
}

TEST(Fixture, holds_every_cipher_and_one_control_in_each_round) {
  std::map<int, std::set<std::string>> ciphers;
  std::map<int, int> controls;
  const nlohmann::json result = make_result();
  for (const auto& run : result.at("runs")) {
    ciphers[run.at("round").get<int>()].insert(run.at("factors").at("cipher"));
    controls[run.at("round").get<int>()] += run.at("control").get<bool>() ? 1 : 0;
    EXPECT_EQ(run.at("flows").size(), 2U);
  }
  ASSERT_EQ(ciphers.size(), 10U);
  for (const auto& [round, ids] : ciphers) {
    EXPECT_EQ(ids.size(), truths().size());
    EXPECT_EQ(controls[round], 1);
  }
}

TEST(Fixture, is_the_same_each_time_and_differs_by_seed) {
  FixtureOptions other;
  other.seed = 1;
  EXPECT_EQ(make_result(), make_result());
  EXPECT_NE(make_result(), make_result(other));
}

TEST(Fixture, balances_its_ledger) {
  FixtureOptions options;
  options.lost = 7;
  const nlohmann::json result = make_result(options);
  for (const auto& run : result.at("runs")) {
    const auto& counts = run.at("counts");
    EXPECT_EQ(counts.at("scheduled").get<int>(),
              counts.at("sent").get<int>() + counts.at("backlog").get<int>());
    EXPECT_EQ(counts.at("sent").get<int>(),
              counts.at("delivered").get<int>() + counts.at("lost").get<int>() +
                  counts.at("in_flight").get<int>());
    int flows = 0;
    for (const auto& flow : run.at("flows")) {
      flows += flow.at("counts").at("sent").get<int>();
    }
    EXPECT_EQ(flows, counts.at("sent").get<int>());
  }
}

}  // namespace
}  // namespace mqseal::report_test
