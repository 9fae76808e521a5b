// SPDX-License-Identifier: MIT
// Every file under scenarios/ loads, plans, and says in its head what it is for.
#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/base/file.h"
#include "sim/record/result.h"
#include "sim/scenario/cipher_rules.h"
#include "sim/scenario/load.h"
#include "sim/scenario/metrics.h"
#include "sim/scenario/plan.h"

namespace mqseal::scenario {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(MQSEAL_SOURCE_DIR) / "scenarios";

std::vector<fs::path> scenario_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      EXPECT_EQ(entry.path().extension(), ".yaml") << entry.path();
      files.push_back(entry.path());
    }
  }
  EXPECT_FALSE(files.empty());
  return files;
}

TEST(Scenarios, every_file_loads_and_plans) {
  std::set<std::string> names;
  for (const fs::path& file : scenario_files()) {
    if (const auto study = load_study(file)) {
      EXPECT_FALSE(make_plans(*study, {}).empty()) << file;
      EXPECT_FALSE(study->about.empty()) << file;
      continue;
    }
    const Scenario scenario = load(file);
    EXPECT_EQ(scenario.name, file.stem()) << "the name is the file's, so that results are found";
    EXPECT_TRUE(names.insert(scenario.name).second) << scenario.name;
    EXPECT_FALSE(scenario.about.empty()) << file;
    EXPECT_FALSE(make_plan(scenario).runs.empty()) << file;
    Overrides quick;
    quick.quick = true;
    EXPECT_LE(make_plan(load(file, quick)).needs.seconds_total,
              make_plan(scenario).needs.seconds_total);
  }
}

TEST(Scenarios, every_file_opens_with_a_comment_of_what_and_how_long) {
  for (const fs::path& file : scenario_files()) {
    const std::string text = base::read_file(file);
    const std::string head = text.substr(0, text.find("\nschema:"));
    EXPECT_TRUE(text.starts_with("# ")) << file;
    for (const char* part : {"# What it shows:", "# What to expect:", "# How long:"}) {
      EXPECT_NE(head.find(part), std::string::npos) << file << " lacks \"" << part << "\"";
    }
  }
}

TEST(Quickstart, runs_every_cipher_over_both_ports_in_under_two_minutes) {
  const Scenario scenario = load(folder / "quickstart.yaml");
  const Plan plan = make_plan(scenario);
  EXPECT_TRUE(scenario.quick_look);
  EXPECT_EQ(scenario.primary, std::vector<std::string>{"cpu.seal_ns"});
  EXPECT_GE(scenario.rounds, 5);
  EXPECT_EQ(plan.runs.size(), static_cast<std::size_t>(scenario.rounds) * 13);
  EXPECT_LT(plan.needs.seconds_total, 110);
  std::set<std::string> ciphers;
  for (const scenario::Run& run : plan.runs) {
    ciphers.insert(run.factors.at("cipher"));
    std::set<Transport> ports;
    for (const Group& group : run.groups) {
      EXPECT_EQ(group.cipher, run.factors.at("cipher"));
      ports.insert(group.transport);
    }
    EXPECT_EQ(ports, (std::set<Transport>{Transport::plain, Transport::mtls}));
  }
  for (const std::string& id : cipher_ids()) {
    EXPECT_TRUE(ciphers.contains(id)) << id << " is missing in quickstart.yaml";
  }
}

TEST(Metrics, each_is_a_place_in_the_result_document) {
  record::RunResult run;
  run.id = "r01-01-none";
  const nlohmann::json document = record::to_json(run, "runs/x/latency.hlog");
  for (std::string path : metric_names()) {
    std::ranges::replace(path, '.', '/');
    EXPECT_TRUE(document.contains(nlohmann::json::json_pointer("/" + path))) << path;
  }
}

}  // namespace
}  // namespace mqseal::scenario
