// SPDX-License-Identifier: MIT
// Files that include others: what they lead to, and what is refused with the line that includes.
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/plan.h"
#include "tests/scenario/mini.h"

namespace mqseal::scenario {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing_support::edited;

class Studies : public testing::Test {
 protected:
  Studies() {
    std::string name = (fs::temp_directory_path() / "mqseal-study-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    write("mini.yaml", edited("", "rounds: 6\n"));
    write("sub/other.yaml", edited("name: mini", "name: other"));
  }

  ~Studies() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  fs::path study(const std::string& include, const std::string& name = "both") const {
    return write(name + ".yaml",
                 "schema: mqseal-scenario/1\nname: " + name + "\nabout: two\ninclude:\n" + include);
  }

  static std::vector<Plan> plans(const fs::path& file, const Overrides& overrides = {}) {
    return make_plans(load_study(file).value(), overrides);
  }

  static std::string refusal(const fs::path& file) {
    try {
      static_cast<void>(plans(file));
    } catch (const base::Error& error) {
      EXPECT_EQ(error.code(), base::ExitCode::usage);
      return error.what();
    }
    return "accepted";
  }

  fs::path folder_;
};

TEST_F(Studies, lead_to_the_plans_of_their_files_in_order) {
  const auto made = plans(study("  - file: sub/other.yaml\n    rounds: 3\n  - file: mini.yaml\n"));
  ASSERT_EQ(made.size(), 2U);
  EXPECT_EQ(made[0].scenario.name, "other");
  EXPECT_EQ(made[0].scenario.rounds, 3);
  EXPECT_EQ(made[1].scenario.rounds, 6);
}

TEST_F(Studies, change_what_their_parts_say) {
  const fs::path file =
      study("  - {file: mini.yaml, set: {phases.measure: 4s, groups.0.qos: 1}}\n");
  EXPECT_EQ(plans(file)[0].scenario.phases.measure, 4'000'000'000);
  EXPECT_EQ(plans(file)[0].scenario.groups[0].qos, 1);
  Overrides overrides;
  overrides.set = {"phases.measure=3s"};
  EXPECT_EQ(plans(file, overrides)[0].scenario.phases.measure, 3'000'000'000);
  EXPECT_THAT(refusal(study("  - {file: mini.yaml, set: {phases.meazure: 4s}}\n")),
              HasSubstr("included at"));
}

TEST_F(Studies, pass_on_what_the_command_line_changes) {
  Overrides overrides;
  overrides.rounds = 2;
  overrides.set = {"phases.measure=3s"};
  const auto made = plans(study("  - {file: mini.yaml, rounds: 4}\n"), overrides);
  EXPECT_EQ(made[0].scenario.rounds, 2);
  EXPECT_EQ(made[0].scenario.phases.measure, 3'000'000'000);
}

TEST_F(Studies, open_studies_in_studies) {
  study("  - {file: mini.yaml, rounds: 4}\n", "inner");
  const auto made = plans(study("  - file: inner.yaml\n  - file: sub/other.yaml\n"));
  ASSERT_EQ(made.size(), 2U);
  EXPECT_EQ(made[0].scenario.rounds, 4);
}

TEST_F(Studies, are_told_from_scenarios) {
  EXPECT_FALSE(load_study(folder_ / "mini.yaml").has_value());
  EXPECT_THAT(testing_support::message_of("schema: mqseal-scenario/1\nname: x\ninclude: []\n"),
              HasSubstr(":3:1: includes other scenarios"));
}

TEST_F(Studies, name_the_line_that_includes_what_is_wrong) {
  write("wrong.yaml", edited("cipher: aes-128-eax", "cipher: aes"));
  const std::string wrong = refusal(study("  - file: wrong.yaml\n"));
  EXPECT_THAT(wrong, HasSubstr("wrong.yaml:7:"));
  EXPECT_THAT(wrong, HasSubstr("both.yaml:5:11"));
  EXPECT_THAT(refusal(study("  - file: absent.yaml\n")), HasSubstr("both.yaml:5:11"));
  EXPECT_THAT(refusal(study("  - file: mini.yaml\n  - file: mini.yaml\n")),
              HasSubstr("both.yaml:6:11: a part named \"mini\" is there already"));
  EXPECT_THAT(refusal(study("  - {file: mini.yaml, round: 1}\n")), HasSubstr("did you mean"));
  EXPECT_THAT(refusal(study("  []\n")), HasSubstr("names no file"));
}

TEST_F(Studies, that_include_each_other_are_refused) {
  EXPECT_THAT(refusal(study("  - file: both.yaml\n")), HasSubstr("studies in studies"));
}

TEST_F(Studies, are_described_with_the_sum_of_their_parts) {
  const fs::path file = study("  - file: mini.yaml\n  - {file: sub/other.yaml, rounds: 2}\n");
  const std::string text = describe(load_study(file).value(), plans(file));
  EXPECT_THAT(text, HasSubstr("mini"));
  EXPECT_THAT(text, HasSubstr("2 parts, 16 runs, about"));
}

}  // namespace
}  // namespace mqseal::scenario
