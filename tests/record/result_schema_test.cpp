// SPDX-License-Identifier: MIT
// The schema of result.json against what to_json() really writes, by hand and by a validator of
// other people (Python's jsonschema, where it is installed).
#include "sim/record/result_schema.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/base/process.h"
#include "sim/record/result.h"

namespace mqseal::record {
namespace {

using nlohmann::json;

RunResult run_with_all() {
  RunResult run;
  run.id = "r01-01-none";
  run.factors = {{"cipher", "none"}};
  Flow flow{"a", "b", "none", "plain", "mtls", {}, {}, {}};
  flow.response.record(1000);
  run.flows.push_back(flow);
  run.response.record(1000);
  run.timeline.push_back({0, 1, 1, 0, 1, 1, {}});
  run.repeat_of = "r01-00-none";
  Attack attack;
  attack.id = "replay";
  attack.attacker = "outsider";
  attack.predicted = Verdict::blocked;
  attack.verdict = Verdict::blocked;
  attack.limit_95 = limit_of_failures(100);
  attack.cases.push_back({"on the path", Verdict::blocked, 100, 0, "seen"});
  attack.metrics["accepted"] = 0;
  run.attacks.push_back(attack);
  run.capture.emplace();
  run.capture->file = "runs/r01-01-none/capture.pcapng";
  run.capture->findings.push_back({"payload", "plain port", "VISIBLE", 1, "found"});
  run.capture->packets.push_back({1, 0.5, 40000, 1883, "MQTT", "Connect Command", 80});
  run.capture->explained.emplace_back("Connect Command", "CONNECT");
  return run;
}

std::vector<std::string> keys_of(const json& object) {
  std::vector<std::string> keys;
  for (const auto& item : object.items()) {
    keys.push_back(item.key());
  }
  return keys;
}

/// Fields of the value and of its schema are the same, all the way down.
void expect_same_fields(const json& value, const json& schema, const std::string& path) {
  if (schema.contains("properties") && schema.at("additionalProperties") == false) {
    EXPECT_EQ(keys_of(value), keys_of(schema.at("properties"))) << path;
  }
  for (const auto& [key, inner] : value.items()) {
    if (value.is_object() && schema.contains("properties") && schema["properties"].contains(key)) {
      expect_same_fields(inner, schema["properties"][key], path + "." + key);
    } else if (value.is_array() && schema.contains("items")) {
      expect_same_fields(inner, schema["items"], path + "[]");
    }
  }
}

json run_schema() {
  return result_schema().at("properties").at("runs").at("items");
}

TEST(ResultSchema, describes_exactly_the_fields_that_a_run_has) {
  expect_same_fields(to_json(run_with_all(), "h"), run_schema(), "runs[]");
}

TEST(ResultSchema, says_what_was_not_captured_or_predicted) {
  RunResult run = run_with_all();
  run.attacks[0].predicted.reset();
  run.capture.reset();
  const json written = to_json(run, "h");
  EXPECT_TRUE(written["capture"].is_null());
  EXPECT_TRUE(written["attacks"][0]["predicted"].is_null());
  EXPECT_EQ(written["attacks"][0]["verdict"], "blocked");
  EXPECT_NEAR(written["attacks"][0]["limit_95"].get<double>(), 0.0295, 1e-4);
}

TEST(ResultSchema, a_run_of_attacks_alone_explains_its_nulls_in_one_sentence) {
  RunResult run = run_with_all();
  run.flows.clear();
  run.response = {};
  const json written = to_json(run, "h");
  ASSERT_EQ(written["warnings"].size(), 1U);
  EXPECT_NE(written["warnings"][0].get<std::string>().find("no fleet"), std::string::npos);
}

TEST(ResultSchema, a_validator_of_others_accepts_a_run_and_refuses_a_bent_one) {
  const auto probe = base::run_process({"python3", "-c", "import jsonschema"});
  if (!probe.started || probe.exit_code != 0) {
    GTEST_SKIP() << "needs python3-jsonschema";
  }
  const std::string script =
      "import json, sys, jsonschema\n"
      "schema, value = json.load(sys.stdin)\n"
      "jsonschema.Draft7Validator.check_schema(schema)\n"
      "sys.exit(0 if jsonschema.Draft7Validator(schema).is_valid(value) else 9)\n";
  const auto verdict = [&](const json& value) {
    base::ProcessOptions options;
    options.input = json::array({run_schema(), value}).dump();
    return base::run_process({"python3", "-c", script}, options).exit_code;
  };
  const json good = to_json(run_with_all(), "h");
  EXPECT_EQ(verdict(good), 0);
  json bad = good;
  bad["counts"]["lost"] = "none";
  EXPECT_EQ(verdict(bad), 9);
  bad = good;
  bad["latency_us"]["response"].erase("p99");
  EXPECT_EQ(verdict(bad), 9);
  bad = good;
  bad["surprise"] = 1;
  EXPECT_EQ(verdict(bad), 9);
}

}  // namespace
}  // namespace mqseal::record
