// SPDX-License-Identifier: MIT
// A study with invented parts: order, index, failures, stops, resume.
#include "sim/run/study.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/run/document.h"
#include "tests/run/fakes.h"

namespace mqseal::run::test {
namespace {

namespace fs = std::filesystem;
using base::ExitCode;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

struct StudyBench {
  Scratch scratch;
  scenario::Study study{"all", "All of it.", "all.yaml", {}};
  std::vector<scenario::Plan> plans;
  std::vector<std::string> made, resumed;
  std::vector<fs::path> reported;
  std::function<ExitCode(const std::string& name)> judge = [](const std::string&) {
    return ExitCode::done;
  };

  explicit StudyBench(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      plans.push_back(plan_of(1, {"none"}));
      plans.back().scenario.name = name;
    }
  }

  [[nodiscard]] fs::path out() const { return scratch.path() / "out"; }

  ExitCode make_part(const scenario::Plan& plan, const CampaignOptions& options) {
    made.push_back(plan.scenario.name);
    if (options.resume) {
      resumed.push_back(plan.scenario.name);
    }
    fs::create_directories(options.out);
    json document = new_document(plan);
    const ExitCode code = judge(plan.scenario.name);
    document["runs"].push_back({{"id", "r1"}});
    document["status"] = code == ExitCode::interrupted ? "interrupted" : "complete";
    save_document(document, options.out / "result.json");
    return code;
  }

  ExitCode run(bool resume = false) {
    CampaignOptions options;
    options.out = out();
    options.resume = resume;
    options.command = "mqseal run all.yaml --quick";
    return run_study(
        study,
        plans,
        options,
        {[&](const scenario::Plan& p, const CampaignOptions& o) { return make_part(p, o); },
         [&](const std::vector<fs::path>& dirs, const fs::path&, const report::StudyLabel&) {
           reported = dirs;
         }});
  }

  [[nodiscard]] json index() const { return json::parse(std::ifstream(out() / "result.json")); }
};

TEST(Study, makes_each_part_a_result_and_one_report_of_all) {
  StudyBench bench({"a", "b"});
  EXPECT_EQ(bench.run(), ExitCode::done);
  EXPECT_THAT(bench.made, ElementsAre("a", "b"));
  EXPECT_THAT(bench.reported, ElementsAre(bench.out() / "parts/a", bench.out() / "parts/b"));
  const json index = bench.index();
  EXPECT_EQ(index["status"], "complete");
  EXPECT_EQ(index["parts"][1]["status"], "complete");
  EXPECT_EQ(index["parts"][1]["exit_code"], 0);
  EXPECT_EQ(results_in(bench.out()).study.title, "All of it");
  EXPECT_EQ(results_in(bench.out()).study.command, "mqseal run all.yaml --quick");
  EXPECT_TRUE(results_in(bench.out() / "parts/a").study.title.empty());
}

TEST(Study, gives_the_worst_exit_code) {
  StudyBench bench({"a", "b", "c"});
  bench.judge = [](const std::string& name) {
    return name == "a" ? ExitCode::untrusted : name == "b" ? ExitCode::threshold : ExitCode::done;
  };
  EXPECT_EQ(bench.run(), ExitCode::untrusted);
}

TEST(Study, goes_on_after_a_part_that_failed_and_tells_it) {
  StudyBench bench({"a", "b"});
  bench.judge = [](const std::string& name) -> ExitCode {
    if (name == "a") {
      throw base::Error(ExitCode::environment, "no broker");
    }
    return ExitCode::done;
  };
  EXPECT_EQ(bench.run(), ExitCode::environment);
  EXPECT_EQ(bench.index()["status"], "failed");
  EXPECT_EQ(bench.index()["parts"][0]["message"], "no broker");
  EXPECT_THAT(bench.reported, ElementsAre(bench.out() / "parts/b"));
}

TEST(Study, stops_where_a_part_is_interrupted_and_resumes_there) {
  StudyBench bench({"a", "b", "c"});
  bench.judge = [](const std::string& name) {
    return name == "b" ? ExitCode::interrupted : ExitCode::done;
  };
  EXPECT_EQ(bench.run(), ExitCode::interrupted);
  EXPECT_EQ(bench.index()["parts"][2]["status"], "waiting");
  bench.made.clear();
  bench.judge = [](const std::string&) { return ExitCode::done; };
  EXPECT_EQ(bench.run(true), ExitCode::done);
  EXPECT_THAT(bench.made, ElementsAre("b", "c"));
  EXPECT_THAT(bench.resumed, ElementsAre("b"));
  EXPECT_EQ(bench.index()["status"], "complete");
}

TEST(Study, keeps_the_exit_code_of_parts_made_before) {
  StudyBench bench({"a", "b"});
  bench.judge = [](const std::string& name) {
    return name == "a" ? ExitCode::threshold : ExitCode::interrupted;
  };
  EXPECT_EQ(bench.run(), ExitCode::interrupted);
  bench.judge = [](const std::string&) { return ExitCode::done; };
  EXPECT_EQ(bench.run(true), ExitCode::threshold);
}

TEST(Study, resumes_only_its_own_folder) {
  StudyBench bench({"a", "b"});
  EXPECT_EQ(bench.run(), ExitCode::done);
  EXPECT_THROW(bench.run(), base::Error);
  bench.plans.pop_back();
  try {
    bench.run(true);
    FAIL() << "accepted";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    EXPECT_THAT(error.what(), HasSubstr("was not made from these scenarios"));
  }
}

TEST(Study, is_no_result_to_compare_or_decide_by) {
  StudyBench bench({"a"});
  bench.run();
  try {
    static_cast<void>(read_document(bench.out() / "result.json"));
    FAIL() << "accepted";
  } catch (const base::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("name one of those in parts/"));
  }
}

}  // namespace
}  // namespace mqseal::run::test
