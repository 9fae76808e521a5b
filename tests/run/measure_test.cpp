// SPDX-License-Identifier: MIT
// `measure`: programs of ours as children, here shell scripts in their place.
#include "sim/run/measure.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/run/fakes.h"

namespace mqseal::run::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

void write_program(const std::filesystem::path& file, const std::string& body) {
  std::ofstream(file) << "#!/bin/sh\n" << body;
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
}

constexpr const char* aead_program =
    "echo '{\"machine\": {\"cpu\": \"test\", \"load_average\": 3}}'\n"
    "echo \"{\\\"cipher\\\": \\\"a\\\", \\\"flags\\\": \\\"$*\\\", "
    "\\\"noaes\\\": \\\"$MQSEAL_BOTAN_NOAES\\\"}\"\n";

class MeasureHostSpeed : public testing::Test {
 protected:
  MeasureHostSpeed() {
    write_program(scratch.path() / "bench_ciphers", "echo '{\"cipher\": \"b\", \"ratio\": 2}'\n");
    write_program(scratch.path() / "bench_aead", aead_program);
  }

  json made(bool quick) { return measure(scratch.path(), "host-speed", quick, stop); }

  std::string failure() {
    try {
      static_cast<void>(made(false));
    } catch (const base::Error& error) {
      EXPECT_EQ(error.code(), base::ExitCode::environment);
      return error.what();
    }
    return "nothing";
  }

  Scratch scratch;
  std::atomic<bool> stop{false};
};

TEST_F(MeasureHostSpeed, gathers_the_rows_of_all_programs_and_tells_the_host_without_aes_apart) {
  const json result = made(true);
  ASSERT_EQ(result["bench"].size(), 3U);
  EXPECT_EQ(result["bench"][0]["ratio"], 2);
  EXPECT_EQ(result["bench"][1]["flags"], "--quick");
  EXPECT_EQ(result["bench"][1]["noaes"], "");
  EXPECT_FALSE(result["bench"][1].contains("host"));
  EXPECT_EQ(result["bench"][2]["host"], "no-aes");
  EXPECT_EQ(result["bench"][2]["noaes"], "1");
  EXPECT_EQ(result["bench"][2]["flags"], "--quick --filter ^(seal|open)/");
  EXPECT_EQ(result["machine"]["cpu"], "test");
  ASSERT_EQ(result["warnings"].size(), 1U);
  EXPECT_THAT(result["warnings"][0].get<std::string>(), HasSubstr("not quiet (load 3.0)"));
}

TEST_F(MeasureHostSpeed, says_what_failed) {
  write_program(scratch.path() / "bench_ciphers", "echo 'wrong bytes' >&2; exit 3\n");
  EXPECT_THAT(failure(), HasSubstr("bench_ciphers failed (3): wrong bytes"));
  write_program(scratch.path() / "bench_ciphers", "echo hello\n");
  EXPECT_THAT(failure(), HasSubstr("a line that is not JSON: hello"));
  std::filesystem::remove(scratch.path() / "bench_ciphers");
  EXPECT_THAT(failure(), HasSubstr("is not built; ./dev bench builds it"));
}

TEST_F(MeasureHostSpeed, ends_the_child_when_it_is_stopped) {
  write_program(scratch.path() / "bench_ciphers", "sleep 600\n");
  stop = true;
  EXPECT_TRUE(made(false).empty());
}

class MeasuringCampaign : public testing::Test {
 protected:
  MeasuringCampaign() { plan.scenario.measure = {"host-speed"}; }

  base::ExitCode run(bool resume) {
    CampaignOptions options;
    options.out = bench.out();
    options.resume = resume;
    return run_campaign(plan,
                        options,
                        {bench.executor,
                         bench.progress,
                         bench.reports,
                         bench.stop,
                         [this](const std::string& name, bool, const std::atomic<bool>&) {
                           ++calls;
                           return answer.empty() ? answer
                                                 : json{{"bench", {{{"cipher", name}}}},
                                                        {"machine", {{"cpu", "test"}}},
                                                        {"warnings", {"loud"}}};
                         }});
  }

  Bench bench;
  scenario::Plan plan;
  json answer = {{"any", 1}};
  int calls = 0;
};

TEST_F(MeasuringCampaign, puts_the_rows_into_the_result_and_reports_them) {
  EXPECT_EQ(run(false), base::ExitCode::done);
  const json result = bench.result();
  EXPECT_EQ(result["bench"][0]["cipher"], "host-speed");
  EXPECT_EQ(result["host"]["bench"]["host-speed"]["cpu"], "test");
  EXPECT_EQ(result["warnings"][0], "loud");
  EXPECT_EQ(result["status"], "complete");
  EXPECT_EQ(bench.written, 1);
  EXPECT_EQ(run(true), base::ExitCode::done);
  EXPECT_EQ(calls, 1) << "--resume measures nothing again";
  EXPECT_EQ(bench.result()["bench"].size(), 1U);
}

TEST_F(MeasuringCampaign, that_is_stopped_has_no_rows_and_no_report) {
  answer = json::object();
  bench.stop = true;
  EXPECT_EQ(run(false), base::ExitCode::interrupted);
  EXPECT_TRUE(bench.result()["bench"].empty());
  EXPECT_EQ(bench.written, 0);
}

}  // namespace
}  // namespace mqseal::run::test
