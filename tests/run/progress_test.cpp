// SPDX-License-Identifier: MIT
// What a campaign says off a terminal, and to programs.
#include "sim/run/progress.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/record/result.h"

namespace mqseal::run {
namespace {

using nlohmann::json;

json finished_run() {
  record::RunResult run;
  run.id = "r01-03-ascon-aead128";
  run.counts.delivered = 1000;
  run.counts.lost = 2;
  run.counts.rejected = 1;
  for (int i = 1; i <= 1000; ++i) {
    run.response.record(i * 1000);
  }
  return record::to_json(run, "h");
}

Place place() {
  Place place;
  place.scenario = "greenhouse";
  place.id = "r01-03-ascon-aead128";
  place.cipher = "ascon-aead128";
  place.run = 3;
  place.runs = 65;
  place.seconds_left = 250;
  return place;
}

std::string said(const std::string& kind) {
  testing::internal::CaptureStderr();
  const auto sink = make_progress(kind);
  sink->run_begins(place());
  fleet::Progress now;
  now.phase = fleet::Progress::Phase::measure;
  now.rate_msg_s = 20'012;
  now.response_p50_us = 830;
  sink->tick(place(), now);
  sink->run_ended(place(), finished_run());
  sink->campaign_ended("complete");
  return testing::internal::GetCapturedStderr();
}

TEST(Progress, plain_is_one_line_for_each_finished_run) {
  const std::string text = said("plain");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_THAT(text, testing::HasSubstr("[  3/65] r01-03-ascon-aead128  1000 delivered  p50 0.500"));
  EXPECT_THAT(text, testing::HasSubstr("3 errors  left 4 min 10 s"));
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(Progress, auto_is_plain_where_standard_error_is_no_terminal) {
  EXPECT_EQ(said("auto"), said("plain"));
}

TEST(Progress, json_is_one_object_a_line) {
  std::istringstream lines(said("json"));
  std::vector<std::string> events;
  for (std::string line; std::getline(lines, line);) {
    const json object = json::parse(line);
    events.push_back(object.at("event"));
    if (events.back() == "progress") {
      EXPECT_EQ(object["phase"], "measure");
      EXPECT_EQ(object["rate_msg_s"], 20'012);
      EXPECT_EQ(object["run"], 3);
    }
  }
  EXPECT_THAT(events,
              testing::ElementsAre("run_begins", "progress", "run_ended", "campaign_ended"));
}

TEST(Progress, none_says_nothing) {
  EXPECT_EQ(said("none"), "");
}

TEST(Progress, tty_draws_in_place_and_leaves_a_line_for_each_run) {
  const std::string text = said("tty");
  EXPECT_THAT(text, testing::HasSubstr("20012/s"));
  EXPECT_THAT(text, testing::HasSubstr("\x1b[3A"));
  EXPECT_THAT(text, testing::HasSubstr("[  3/65] r01-03-ascon-aead128"));
}

TEST(Progress, refuses_an_unknown_kind) {
  EXPECT_THROW(static_cast<void>(make_progress("loud")), base::Error);
}

TEST(Progress, durations_in_words) {
  EXPECT_EQ(duration_text(45.4), "45 s");
  EXPECT_EQ(duration_text(250), "4 min 10 s");
  EXPECT_EQ(duration_text(7500), "2 h 5 min");
}

}  // namespace
}  // namespace mqseal::run
