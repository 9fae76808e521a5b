// SPDX-License-Identifier: MIT
// An attack is a line of the catalogue, a .cpp and a scenario: each has the other two.
#include <algorithm>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "sim/attack/attack.h"
#include "sim/base/file.h"
#include "sim/scenario/load.h"
#include "sim/scenario/plan.h"

namespace mqseal::attack {
namespace {

namespace fs = std::filesystem;

const fs::path sources = fs::path(MQSEAL_SOURCE_DIR) / "sim" / "attack";
const fs::path scenarios = fs::path(MQSEAL_SOURCE_DIR) / "scenarios" / "lab" / "attacks";

std::string file_name(std::string_view id) {
  std::string name(id);
  std::replace(name.begin(), name.end(), '-', '_');
  return name + ".cpp";
}

TEST(Catalogue, every_attack_has_its_source_and_its_scenario) {
  for (const AttackInfo& info : catalogue()) {
    SCOPED_TRACE(info.id);
    EXPECT_TRUE(fs::exists(sources / file_name(info.id)));
    EXPECT_FALSE(info.title.empty() || info.needs.empty() || info.answers.empty());
    if (info.kind == scenario::AttackKind::security) {
      const auto loaded = scenario::load(scenarios / (std::string(info.id) + ".yaml"));
      EXPECT_EQ(loaded.attack.attacks, std::vector{std::string(info.id)});
      EXPECT_FALSE(scenario::make_plan(loaded).runs.empty());
    }
  }
}

TEST(Catalogue, every_source_and_every_scenario_is_of_an_attack) {
  std::set<std::string> files;
  for (const AttackInfo& info : catalogue()) {
    files.insert(file_name(info.id));
  }
  for (const auto& entry : fs::directory_iterator(sources)) {
    const std::string name = entry.path().filename();
    const bool defines_one =
        name != "attack.cpp" && entry.path().extension() == ".cpp" &&
        base::read_file(entry.path()).find("#include \"sim/attack/attacks.h\"") !=
            std::string::npos;
    EXPECT_TRUE(!defines_one || files.contains(name)) << name;
  }
  for (const auto& entry : fs::directory_iterator(scenarios)) {
    EXPECT_NE(find_attack(entry.path().stem().string()), nullptr) << entry.path();
  }
}

TEST(Catalogue, both_modules_read_the_same_lines) {
  const auto& names = scenario::attack_names();
  ASSERT_EQ(names.size(), catalogue().size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(names[i].id, catalogue()[i].id);
    EXPECT_EQ(names[i].kind, catalogue()[i].kind);
  }
  EXPECT_EQ(find_attack("no-such-attack"), nullptr);
}

}  // namespace
}  // namespace mqseal::attack
