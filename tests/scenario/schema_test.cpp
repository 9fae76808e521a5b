// SPDX-License-Identifier: MIT
// The JSON Schema and the loader read the same tables; here a second opinion: python3-jsonschema.
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/scenario/factors.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/load.h"
#include "tests/scenario/mini.h"

namespace mqseal::scenario {
namespace {

using nlohmann::json;

template <class T>
void expect_documented(const json& properties, const Keys<T>& keys, const std::string& where) {
  for (const Key<T>& key : keys) {
    const std::string name = where + "." + key.info.name;
    ASSERT_TRUE(properties.contains(key.info.name)) << name;
    const json& help = properties.at(key.info.name).at("description");
    EXPECT_GT(help.template get_ref<const std::string&>().size(), 10U) << name;
  }
  EXPECT_EQ(properties.size(), keys.size()) << where;
}

TEST(Schema, documents_every_key_that_the_loader_takes) {
  const json schema = json::parse(json_schema());
  const json& top = schema.at("else").at("else").at("properties");
  expect_documented(top, scenario_keys(), "scenario");
  expect_documented(top.at("broker").at("properties"), broker_keys(), "broker");
  expect_documented(top.at("phases").at("properties"), phase_keys(), "phases");
  expect_documented(
      top.at("thresholds").at("items").at("properties"), threshold_keys(), "thresholds");
  expect_documented(schema.at("else").at("then").at("properties"), measurement_keys(), "measure");
  const json& study = schema.at("then").at("properties");
  expect_documented(study, study_keys(), "study");
  expect_documented(study.at("include").at("items").at("properties"), included_keys(), "include");
  const json& roles = top.at("groups").at("items").at("oneOf");
  ASSERT_EQ(roles.size(), 2U);
  for (const Key<Group>& key : group_keys()) {
    const bool found = roles[0].at("properties").contains(key.info.name) ||
                       roles[1].at("properties").contains(key.info.name);
    EXPECT_TRUE(found) << key.info.name;
  }
  for (const FactorInfo& factor : factors()) {
    EXPECT_EQ(top.at("matrix").at("properties").contains(factor.key), factor.planned.empty())
        << factor.key;
  }
}

TEST(Schema, factors_are_those_of_the_design_in_its_order_and_those_of_faults_and_attacks) {
  EXPECT_THAT(factor_keys(),
              testing::ElementsAre("cipher",
                                   "implementation",
                                   "transport",
                                   "qos",
                                   "payload_bytes",
                                   "clients",
                                   "rate_msg_s",
                                   "format",
                                   "nonce",
                                   "tag_bytes",
                                   "keys",
                                   "mqtt_version",
                                   "topology",
                                   "sealing",
                                   "broker",
                                   "attack",
                                   "defence",
                                   "nofile",
                                   "key_type",
                                   "target",
                                   "device",
                                   "session",
                                   "persistence",
                                   "fault",
                                   "attacker",
                                   "identity",
                                   "listeners",
                                   "arm"));
}

/// Validates each text with python3-jsonschema; prints "good" or "bad" a line.
constexpr const char* validator = R"(
import json, sys
try:
    import jsonschema, yaml
except ImportError:
    sys.exit(77)
folder, names = sys.argv[1], sys.argv[2:]
schema = json.load(open(folder + "/schema.json"))
jsonschema.Draft7Validator.check_schema(schema)
for name in names:
    value = yaml.safe_load(open(name))
    print("good" if jsonschema.Draft7Validator(schema).is_valid(value) else "bad")
)";

class SecondOpinion : public testing::Test {
 protected:
  SecondOpinion() {
    std::string name = testing::TempDir() + "mqseal-schema-XXXXXX";
    folder_ = mkdtemp(name.data());
    base::write_file_atomically(folder_ / "schema.json", json_schema());
    base::write_file_atomically(folder_ / "validate.py", validator);
  }

  ~SecondOpinion() override { std::filesystem::remove_all(folder_); }

  std::string add(const std::string& text) {
    const auto file = folder_ / ("s" + std::to_string(count_++) + ".yaml");
    base::write_file_atomically(file, text);
    return file.string();
  }

  base::ProcessResult validate(const std::vector<std::string>& files) {
    std::vector<std::string> argv{"python3", (folder_ / "validate.py").string(), folder_.string()};
    argv.insert(argv.end(), files.begin(), files.end());
    base::ProcessOptions options;
    options.timeout = 50 * base::nanos_per_second;
    return base::run_process(argv, options);
  }

  std::filesystem::path folder_;
  int count_ = 0;
};

TEST_F(SecondOpinion, agrees_on_good_and_bad_files) {
  const std::string quickstart =
      (std::filesystem::path(MQSEAL_SOURCE_DIR) / "scenarios" / "quickstart.yaml").string();
  const std::vector<std::string> files{
      quickstart,
      add(testing_support::mini),
      add(parse(testing_support::mini, "s").resolved_yaml),
      add(load(quickstart).resolved_yaml),
      add(testing_support::edited("name: mini", "nmae: mini")),
      add(testing_support::edited("measure: 1s", "measure: 1")),
      add(testing_support::edited("aes-128-eax", "aes-129-eax")),
      add(testing_support::edited("    topic: a/+", "    topic: a/+\n    rate: 1/s")),
      add(testing_support::edited("", "attacks: [eavesdrop]\n")),
      add(testing_support::edited("", "attacks: [eavesdrip]\n")),
      add(testing_support::edited("", "claims: [{id: c, sentence: S}]\n")),
      add(testing_support::edited("", "claims: [{id: c}]\n")),
      add(testing_support::edited("", "matrix: {qos: [3]}\n")),
      add(testing_support::edited("", "decision: {limits: {key_bits: {min: 112}}}\n")),
      add(testing_support::edited("", "decision: {limits: {key_bit: {min: 112}}}\n")),
      add(testing_support::edited("", "decision: {objectives: [block_bits]}\n"))};
  const base::ProcessResult result = validate(files);
  if (!result.started || result.exit_code == 77) {
    GTEST_SKIP() << "python3-jsonschema and python3-yaml are not installed";
  }
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out,
            "good\ngood\ngood\ngood\nbad\nbad\nbad\nbad\ngood\nbad\ngood\nbad\n"
            "bad\ngood\nbad\nbad\n");
}

}  // namespace
}  // namespace mqseal::scenario
