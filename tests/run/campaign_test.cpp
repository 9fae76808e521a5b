// SPDX-License-Identifier: MIT
// The campaign with invented times: order, saving, repeats, stops, failures, resume, exit codes.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/run/fakes.h"

namespace mqseal::run::test {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t very_late = 5'000'000;

void make_late(Outcome& outcome) {
  outcome.result.lateness.clear();
  outcome.result.lateness.record(very_late);
}

TEST(Campaign, makes_every_run_in_the_order_of_the_plan) {
  Bench bench;
  const auto plan = plan_of(2, {"none", "ascon-aead128"});
  EXPECT_EQ(bench.run(plan), base::ExitCode::done);
  std::vector<std::string> planned;
  for (const auto& run : plan.runs) {
    planned.push_back(run.id);
  }
  EXPECT_EQ(bench.executor.made, planned);
  EXPECT_EQ(bench.ids(), planned);
  const json result = bench.result();
  EXPECT_EQ(result["status"], "complete");
  EXPECT_TRUE(result["runs"][2]["control"].get<bool>());
  EXPECT_EQ(result["runs"][4]["factors"]["cipher"], "ascon-aead128");
  EXPECT_EQ(result["scenario_sha256"].get<std::string>().size(), 64U);
  EXPECT_EQ(bench.analysed, 1);
  EXPECT_EQ(bench.written, 1);
  EXPECT_TRUE(std::filesystem::exists(bench.out() / "runs" / planned[0] / "latency.hlog"));
}

TEST(Campaign, result_is_whole_and_complete_before_each_next_run) {
  Bench bench;
  std::vector<std::size_t> held;
  bench.executor.before = [&](const std::string&, Outcome&) {
    held.push_back(bench.result().at("runs").size());
  };
  bench.run(plan_of(1, {"none", "aes-128-eax"}));
  EXPECT_THAT(held, ElementsAre(0, 1, 2));
}

TEST(Campaign, says_which_run_of_how_many) {
  Bench bench;
  bench.run(plan_of(2, {"none"}));
  ASSERT_EQ(bench.progress.places.size(), 4U);
  EXPECT_EQ(bench.progress.places[2].run, 3U);
  EXPECT_EQ(bench.progress.places[2].runs, 4U);
  EXPECT_EQ(bench.progress.places[2].round, 2);
  EXPECT_DOUBLE_EQ(bench.progress.places[0].seconds_left, 8.0);
  EXPECT_EQ(bench.progress.ticks, 4);
  EXPECT_EQ(bench.progress.status, "complete");
}

TEST(Campaign, repeats_a_late_run_once_at_the_end_of_its_round_and_keeps_both) {
  Bench bench;
  bench.executor.before = [](const std::string& id, Outcome& outcome) {
    if (id == "r01-01-none") {
      make_late(outcome);
    }
  };
  EXPECT_EQ(bench.run(plan_of(2, {"none", "aes-128-eax"})), base::ExitCode::done);
  EXPECT_THAT(bench.executor.made,
              ElementsAre("r01-01-none",
                          "r01-02-aes-128-eax",
                          "r01-03-none",
                          "r01-01-none-repeat",
                          "r02-01-none",
                          "r02-02-aes-128-eax",
                          "r02-03-none"));
  const json result = bench.result();
  EXPECT_EQ(result["runs"][3]["repeat_of"], "r01-01-none");
  EXPECT_EQ(result["runs"][3]["slot"], 4);
  EXPECT_TRUE(result["runs"][0]["repeat_of"].is_null());
  EXPECT_THAT(result["runs"][0]["warnings"].dump(), HasSubstr("p99 lateness"));
}

TEST(Campaign, a_quick_look_repeats_nothing) {
  Bench bench;
  bench.executor.before = [](const std::string&, Outcome& outcome) { make_late(outcome); };
  auto plan = plan_of(1, {"none", "aes-128-eax"});
  plan.scenario.quick_look = true;
  EXPECT_EQ(bench.run(plan), base::ExitCode::done);
  EXPECT_EQ(bench.ids().size(), 3U);
}

TEST(Campaign, its_exit_code_is_what_the_analysis_judges) {
  for (const auto code : {base::ExitCode::threshold, base::ExitCode::untrusted}) {
    Bench bench;
    bench.judged = code;
    EXPECT_EQ(bench.run(plan_of(1, {"none"})), code);
  }
}

TEST(Campaign, stops_at_a_signal_keeps_what_was_measured_and_marks_it) {
  Bench bench;
  bench.executor.before = [&](const std::string& id, Outcome& outcome) {
    if (id == "r01-02-aes-128-eax") {
      bench.stop = true;
      outcome.result.interrupted = true;
    }
  };
  EXPECT_EQ(bench.run(plan_of(3, {"none", "aes-128-eax"})), base::ExitCode::interrupted);
  const json result = bench.result();
  EXPECT_THAT(bench.ids(), ElementsAre("r01-01-none", "r01-02-aes-128-eax"));
  EXPECT_TRUE(result["runs"][1]["interrupted"].get<bool>());
  EXPECT_EQ(result["status"], "interrupted");
  EXPECT_EQ(bench.written, 1);
}

TEST(Campaign, a_run_stopped_before_it_measured_leaves_a_warning_and_no_entry) {
  Bench bench;
  bench.executor.before = [&](const std::string&, Outcome& outcome) {
    bench.stop = true;
    outcome.result = record::RunResult();
    outcome.result.interrupted = true;
  };
  EXPECT_EQ(bench.run(plan_of(1, {"none"})), base::ExitCode::interrupted);
  EXPECT_TRUE(bench.result()["runs"].empty());
  EXPECT_THAT(bench.result()["warnings"].dump(), HasSubstr("r01-01-none: stopped before"));
}

TEST(Campaign, resume_makes_only_what_is_missing_and_the_interrupted_run_again) {
  Bench bench;
  const auto plan = plan_of(2, {"none", "aes-128-eax"});
  bench.executor.before = [&](const std::string& id, Outcome& outcome) {
    if (id == "r01-03-none") {
      bench.stop = true;
      outcome.result.interrupted = true;
    }
  };
  ASSERT_EQ(bench.run(plan), base::ExitCode::interrupted);
  std::ofstream(bench.out() / "runs" / "r01-03-none" / "left over") << "x";
  bench.stop = false;
  bench.executor.before = nullptr;
  bench.executor.made.clear();
  EXPECT_EQ(bench.run(plan, /*resume=*/true), base::ExitCode::done);
  EXPECT_THAT(bench.executor.made,
              ElementsAre("r01-03-none", "r02-01-none", "r02-02-aes-128-eax", "r02-03-none"));
  EXPECT_EQ(bench.ids().size(), plan.runs.size());
  EXPECT_EQ(bench.result()["status"], "complete");
  EXPECT_THAT(bench.result()["warnings"].dump(), HasSubstr("resumed at"));
  EXPECT_FALSE(std::filesystem::exists(bench.out() / "runs" / "r01-03-none" / "left over"));
}

TEST(Campaign, resume_still_owes_the_repeats_of_an_earlier_round) {
  Bench bench;
  const auto plan = plan_of(2, {"none"});
  bench.executor.before = [&](const std::string& id, Outcome& outcome) {
    if (id == "r01-01-none") {
      make_late(outcome);
    }
    if (id == "r01-02-none") {
      throw base::Error(base::ExitCode::environment, "the broker is gone");
    }
  };
  EXPECT_THROW(bench.run(plan), base::Error);
  bench.executor.before = nullptr;
  bench.executor.made.clear();
  EXPECT_EQ(bench.run(plan, /*resume=*/true), base::ExitCode::done);
  EXPECT_THAT(bench.executor.made,
              ElementsAre("r01-02-none", "r01-01-none-repeat", "r02-01-none", "r02-02-none"));
}

base::ExitCode code_of(const std::function<void()>& action, std::string& text) {
  try {
    action();
  } catch (const base::Error& error) {
    text = error.what();
    return error.code();
  }
  return base::ExitCode::done;
}

TEST(Campaign, resume_refuses_another_scenario) {
  Bench bench;
  bench.run(plan_of(1, {"none"}));
  std::string text;
  EXPECT_EQ(code_of(
                [&] {
                  bench.run(plan_of(1, {"none", "aes-128-eax"}), true);
                },
                text),
            base::ExitCode::usage);
  EXPECT_THAT(text, HasSubstr("another scenario"));
}

TEST(Campaign, resume_needs_a_result) {
  Bench bench;
  std::string text;
  EXPECT_EQ(code_of([&] { bench.run(plan_of(1, {"none"}), true); }, text), base::ExitCode::usage);
  EXPECT_FALSE(std::filesystem::exists(bench.out()));
}

TEST(Campaign, never_writes_over_a_result) {
  Bench bench;
  bench.run(plan_of(1, {"none"}));
  const json before = bench.result();
  std::string text;
  EXPECT_EQ(code_of([&] { bench.run(plan_of(1, {"none"})); }, text), base::ExitCode::usage);
  EXPECT_THAT(text, HasSubstr("--resume"));
  EXPECT_EQ(bench.result(), before);
}

TEST(Campaign, a_folder_whose_campaign_never_got_a_run_may_be_used_again) {
  Bench bench;
  bench.executor.before = [](const std::string&, Outcome&) {
    throw base::Error(base::ExitCode::environment, "mosquitto is not installed");
  };
  EXPECT_THROW(bench.run(plan_of(1, {"none"})), base::Error);
  EXPECT_EQ(bench.result()["status"], "failed");
  bench.executor.before = nullptr;
  EXPECT_EQ(bench.run(plan_of(1, {"none"})), base::ExitCode::done);
}

TEST(Campaign, two_may_not_write_one_folder) {
  Bench bench;
  std::string text;
  base::ExitCode code = base::ExitCode::done;
  bench.executor.before = [&](const std::string& id, Outcome&) {
    if (id == "r01-02-none") {
      code = code_of([&] { bench.run(plan_of(1, {"none"}), true); }, text);
    }
  };
  EXPECT_EQ(bench.run(plan_of(1, {"none"})), base::ExitCode::done);
  EXPECT_EQ(code, base::ExitCode::usage);
  EXPECT_THAT(text, HasSubstr("another mqseal"));
}

TEST(Campaign, a_broker_that_dies_in_mid_run_is_an_environment_error_and_nothing_is_lost) {
  Bench bench;
  bench.executor.before = [](const std::string& id, Outcome& outcome) {
    if (id == "r01-02-aes-128-eax") {
      outcome.failure = "the broker ended by signal 9; its log ends with: ...";
    }
  };
  std::string text;
  EXPECT_EQ(code_of(
                [&] {
                  bench.run(plan_of(2, {"none", "aes-128-eax"}));
                },
                text),
            base::ExitCode::environment);
  EXPECT_THAT(text, HasSubstr("r01-02-aes-128-eax: the broker ended by signal 9"));
  EXPECT_EQ(bench.ids().size(), 2U);
  EXPECT_TRUE(bench.result()["runs"][1]["interrupted"].get<bool>());
  EXPECT_EQ(bench.result()["status"], "failed");
  EXPECT_THAT(bench.result()["warnings"].dump(), HasSubstr("the broker ended by signal 9"));
  EXPECT_EQ(bench.written, 1);
}

}  // namespace
}  // namespace mqseal::run::test
