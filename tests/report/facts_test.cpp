// SPDX-License-Identifier: MIT
// Facts: every cipher has its entry, what is recalled is not confirmed, and the birthday times.
#include "sim/report/facts.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ciphers/host/aead.h"
#include "tests/report/analysed.h"

namespace mqseal::report {
namespace {

using nlohmann::json;
using report_test::analysed;

json row_of(const json& result, const std::string& cipher) {
  for (const json& row : result.at("facts")) {
    if (row["cipher"] == cipher) {
      return row;
    }
  }
  ADD_FAILURE() << "no facts of " << cipher;
  return json::object();
}

TEST(Facts, know_every_cipher_of_the_catalogue) {
  for (const host::CipherInfo& cipher : host::catalogue()) {
    EXPECT_EQ(facts_id(cipher.id), cipher.facts_id) << cipher.id;
  }
  EXPECT_EQ(analysed().at("facts").size(), host::catalogue().size() - 1);
}

TEST(Facts, carry_value_source_and_status) {
  const json result = analysed();
  for (const json& row : result.at("facts")) {
    for (const char* name :
         {"key_bits", "rounds", "rounds_attacked", "security_margin", "standard"}) {
      ASSERT_TRUE(row[name].is_object()) << row["cipher"] << " " << name;
      EXPECT_FALSE(row[name]["source"].get<std::string>().empty());
      EXPECT_EQ(
          row[name]["confirmed"] == false,
          row[name]["status"] == "recalled" || (name == std::string("security_margin") &&
                                                row["rounds_attacked"]["status"] == "recalled"))
          << row["cipher"] << " " << name;
    }
  }
  EXPECT_EQ(row_of(result, "present-80-eax")["rounds_attacked"]["value"], 29);
  EXPECT_EQ(row_of(result, "aes-128-gcm")["facts_id"], "aes-128");
}

TEST(Facts, show_what_is_only_recalled_as_unconfirmed) {
  const json row = row_of(analysed(), "speck-128-128-eax");
  EXPECT_FALSE(row["rounds_attacked"]["confirmed"]);
  EXPECT_FALSE(row["security_margin"]["confirmed"]) << "computed from a recalled number";
}

// 64 bytes under EAX with 8-byte blocks: 2 * 8 + ceil((13 + 16)/8) + 16/8 = 22 block calls; 2000
// messages a second under the one shared key: 2^32 / 44000 s = 27.1 h, 2^20 / 44000 s = 23.8 s.
TEST(Birthday, follows_the_scenario_s_rate_and_keys) {
  json result = analysed();
  const json speck = row_of(result, "speck-64-128-eax")["birthday"];
  EXPECT_EQ(speck["block_calls_per_message"], 22);
  EXPECT_EQ(speck["messages_per_s_per_key"], 2000);
  EXPECT_NEAR(speck["birthday_seconds"].get<double>(), std::pow(2, 32) / 44000, 1e-6);
  EXPECT_NEAR(speck["limit_seconds"].get<double>(), std::pow(2, 20) / 44000, 1e-9);
  EXPECT_THAT(speck["sentence"].get<std::string>(), testing::HasSubstr("27.1 hours"));
  EXPECT_TRUE(row_of(result, "ascon-aead128")["birthday"].is_null());
  EXPECT_GT(row_of(result, "aes-128-eax")["birthday"]["birthday_seconds"], 1e12);

  for (json& group : result["scenario"]["groups"]) {
    group["keys"] = "per-device";
  }
  analyse(result);
  EXPECT_EQ(row_of(result, "speck-64-128-eax")["birthday"]["messages_per_s_per_key"], 100);
}

TEST(Birthday, is_null_where_the_rate_is_not_known) {
  json result = analysed();
  result["scenario"].erase("groups");
  analyse(result);
  EXPECT_TRUE(row_of(result, "present-80-eax")["birthday"].is_null());
}

TEST(Durations, are_in_words) {
  EXPECT_EQ(duration_text(0.5), "0.50 seconds");
  EXPECT_EQ(duration_text(23.8), "23.8 seconds");
  EXPECT_EQ(duration_text(97'612), "27.1 hours");
  EXPECT_EQ(duration_text(1e14), "3.17 million years");
}

}  // namespace
}  // namespace mqseal::report
