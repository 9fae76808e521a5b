// SPDX-License-Identifier: MIT
// The ways in which a campaign ends before its time, with a real broker: what is kept, what the
// exit code says, that no broker stays behind, and that --resume completes it.
#include <csignal>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/program.h"
#include "tests/integration/scenario_text.h"

namespace mqseal::integration {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

class Endings : public testing::Test {
 protected:
  /// Three rounds of two runs each.
  Endings() : scenario_(scratch_.file("tiny.yaml", both_ports("none", 3, "400ms"))) {}

  [[nodiscard]] fs::path out() const { return scratch_.path() / "out"; }

  [[nodiscard]] std::vector<std::string> run() const {
    return mqseal({"run", scenario_, "--out", out(), "--progress", "json"});
  }

  [[nodiscard]] std::size_t finished() const {
    const json result = result_in(out());
    return result.is_null() ? 0 : result["runs"].size();
  }

  /// Waits until `runs` are finished and the next one measures.
  [[nodiscard]] static bool in_the_middle_after(std::size_t runs, const Program& program) {
    return eventually([&] {
      std::istringstream lines(program.err());
      for (std::string line; std::getline(lines, line);) {
        const json event = json::parse(line, nullptr, false);
        if (event.is_object() && event.value("phase", "") == "measure" &&
            event.value("run", std::size_t{0}) > runs) {
          return true;
        }
      }
      return false;
    });
  }

  void expect_resume_completes(std::size_t kept) {
    const json before = result_in(out());
    Program again(scratch_, mqseal({"run", scenario_, "--resume", out(), "--progress", "plain"}));
    ASSERT_EQ(again.wait(), 0) << again.err();
    const json after = result_in(out());
    EXPECT_EQ(after["status"], "complete");
    EXPECT_EQ(after["runs"].size(), 6U);
    for (std::size_t i = 0; i < kept; ++i) {
      EXPECT_EQ(after["runs"][i], before["runs"][i]);
    }
    for (const json& run : after["runs"]) {
      EXPECT_FALSE(run["interrupted"].get<bool>());
    }
  }

  Scratch scratch_;
  fs::path scenario_;
};

TEST_F(Endings, sigkill_loses_at_most_the_run_in_progress) {
  Program program(scratch_, run());
  ASSERT_TRUE(in_the_middle_after(2, program)) << program.err();
  program.signal(SIGKILL);
  EXPECT_EQ(program.wait(), -SIGKILL);
  EXPECT_TRUE(eventually([&] { return brokers_of(out()).empty(); })) << "the broker outlived us";
  const std::size_t kept = finished();
  EXPECT_GE(kept, 2U);
  EXPECT_EQ(result_in(out())["status"], "running");
  expect_resume_completes(kept);
}

TEST_F(Endings, ctrl_c_keeps_and_marks_what_was_measured_and_exits_130) {
  Program program(scratch_, run());
  ASSERT_TRUE(in_the_middle_after(2, program)) << program.err();
  program.signal(SIGINT);
  EXPECT_EQ(program.wait(), 130) << program.err();
  EXPECT_TRUE(eventually([&] { return brokers_of(out()).empty(); }));
  const json result = result_in(out());
  EXPECT_EQ(result["status"], "interrupted");
  std::size_t whole = 0;
  for (const json& run : result["runs"]) {
    whole += run["interrupted"].get<bool>() ? 0U : 1U;
  }
  EXPECT_GE(whole, 2U);
  EXPECT_TRUE(fs::exists(out() / "report.html"));
  expect_resume_completes(whole);
}

TEST_F(Endings, a_terminals_ctrl_c_reaches_the_whole_group_and_does_no_harm) {
  Program program(scratch_, run());
  ASSERT_TRUE(in_the_middle_after(1, program)) << program.err();
  ::kill(-program.pid(), SIGINT);
  EXPECT_EQ(program.wait(), 130) << program.err();
  EXPECT_EQ(result_in(out())["status"], "interrupted");
}

TEST_F(Endings, sigterm_is_the_same_as_ctrl_c) {
  Program program(scratch_, run());
  ASSERT_TRUE(in_the_middle_after(1, program)) << program.err();
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), 130) << program.err();
}

TEST_F(Endings, a_broker_that_is_killed_is_exit_3_with_its_log_and_nothing_is_lost) {
  Program program(scratch_, run());
  ASSERT_TRUE(in_the_middle_after(2, program)) << program.err();
  for (const pid_t broker : brokers_of(out())) {
    ::kill(broker, SIGKILL);
  }
  EXPECT_EQ(program.wait(), 3) << program.err();
  EXPECT_THAT(program.err(), HasSubstr("signal 9"));
  EXPECT_THAT(program.err(), HasSubstr("mosquitto version"));
  const json result = result_in(out());
  EXPECT_EQ(result["status"], "failed");
  EXPECT_GE(result["runs"].size(), 2U);
  expect_resume_completes(2);
}

TEST_F(Endings, no_broker_program_is_exit_3_and_says_what_to_install) {
  std::vector<std::string> argv = run();
  argv.insert(argv.begin(), {"env", "MQSEAL_MOSQUITTO=/nonexistent/mosquitto"});
  Program program(scratch_, argv);
  EXPECT_EQ(program.wait(), 3) << program.err();
  EXPECT_THAT(program.err(), HasSubstr("apt"));
  EXPECT_EQ(finished(), 0U);
}

TEST_F(Endings, a_failed_threshold_is_exit_10) {
  Program program(scratch_,
                  mqseal({"run",
                          scenario_,
                          "--out",
                          out(),
                          "--rounds",
                          "1",
                          "--set",
                          "thresholds.0.metric=counts.sent"}));
  EXPECT_EQ(program.wait(), 10) << program.err();
  EXPECT_EQ(result_in(out())["status"], "complete");
}

TEST_F(Endings, output_that_nobody_takes_is_exit_3_and_no_fault_of_mqseal) {
  for (const char* command : {"list ciphers", "schema result"}) {  // below and above a buffer
    const std::string line = std::string("\"$0\" ") + command + " > /dev/full";
    Program program(scratch_, {"sh", "-c", line, mqseal({}).front()});
    EXPECT_EQ(program.wait(), 3) << command;
    EXPECT_THAT(program.err(), HasSubstr("mqseal: standard output: "));
  }
}

TEST_F(Endings, a_scenario_that_is_wrong_starts_nothing) {
  Program program(scratch_,
                  mqseal({"run", scenario_, "--out", out(), "--set", "groups.0.cipher=rot13"}));
  EXPECT_EQ(program.wait(), 2);
  EXPECT_FALSE(fs::exists(out()));
}

}  // namespace
}  // namespace mqseal::integration
