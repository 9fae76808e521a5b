// SPDX-License-Identifier: MIT
// What goes to an attacker's process and comes back says the same on the other side.
#include "sim/flood/job.h"

#include <gtest/gtest.h>

#include "sim/base/error.h"

namespace mqseal::flood {
namespace {

TEST(FloodJob, survives_the_way_to_the_child) {
  Job job;
  job.attack = "forged-envelopes";
  job.port = 1883;
  job.bounds = {1, 2, 3, 4, 5, 6.5};
  job.topics = {"a/b"};
  job.victims = {"r0-1"};
  job.forged = {0, 255, 7};
  job.counter_at = 9;
  job.lasting = 12;
  const Job back = job_from(to_text(job));
  EXPECT_EQ(to_text(back), to_text(job));
  EXPECT_EQ(back.bounds, job.bounds);
  EXPECT_EQ(back.forged, job.forged);
  EXPECT_THROW(static_cast<void>(job_from("{}")), base::Error);
}

TEST(FloodJob, reports_survive_the_way_back) {
  Report report;
  report.at = 5;
  report.last = true;
  report.tally.messages = 77;
  report.tally.own_errors["Too many open files"] = 3;
  report.tally.cases["odd"] = {4, 3, "nothing in 1 s"};
  const Report back = report_from(to_text(report));
  EXPECT_EQ(to_text(back), to_text(report));
  EXPECT_EQ(back.tally.achieved(Unit::messages), 77U);
  EXPECT_THROW(static_cast<void>(report_from("Segmentation fault")), base::Error);
}

TEST(FloodJob, every_attack_of_the_catalogue_is_found_and_has_bounds) {
  EXPECT_GE(catalogue().size(), 22U);
  for (const FloodInfo& info : catalogue()) {
    EXPECT_EQ(find_flood(info.id), &info);
    EXPECT_GT(info.bounds.connections, 0U) << info.id;
    EXPECT_GT(info.bounds.window, 0U) << info.id;
    EXPECT_LE(info.bounds.window, info.bounds.connections) << info.id;
    EXPECT_FALSE(info.answers.empty()) << info.id;
  }
  EXPECT_EQ(find_flood("no-such-attack"), nullptr);
}

}  // namespace
}  // namespace mqseal::flood
