// SPDX-License-Identifier: MIT
// Real children: output, exit code, signal, time limit, and a grandchild that holds the pipes.
#include "sim/base/process.h"

#include <csignal>

#include <gtest/gtest.h>

namespace mqseal::base {
namespace {

TEST(Process, returns_output_and_exit_code) {
  const ProcessResult result = run_process({"sh", "-c", "echo out; echo err >&2; exit 7"});
  EXPECT_TRUE(result.started);
  EXPECT_FALSE(result.timed_out);
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_EQ(result.out, "out\n");
  EXPECT_EQ(result.err, "err\n");
}

TEST(Process, a_missing_program_was_not_started) {
  EXPECT_FALSE(run_process({"mqseal-no-such-program"}).started);
}

TEST(Process, arguments_pass_no_shell) {
  EXPECT_EQ(run_process({"printf", "%s", "$HOME; `ls`"}).out, "$HOME; `ls`");
}

TEST(Process, reads_its_input_to_the_end) {
  ProcessOptions options;
  options.input = "line\n";
  EXPECT_EQ(run_process({"cat"}, options).out, "line\n");
  EXPECT_EQ(run_process({"cat"}).out, "");
}

TEST(Process, output_is_cut_but_the_child_is_not_blocked) {
  ProcessOptions options;
  options.max_output_bytes = 1000;
  const ProcessResult result = run_process({"sh", "-c", "yes | head -c 1000000"}, options);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out.size(), 1000U);
}

TEST(Process, is_killed_at_the_time_limit) {
  ProcessOptions options;
  options.timeout = nanos_per_second / 20;
  const ProcessResult result = run_process({"sleep", "600"}, options);
  EXPECT_TRUE(result.timed_out);
  EXPECT_EQ(result.exit_code, -1);
  EXPECT_EQ(result.signal, SIGKILL);
}

TEST(Process, ends_although_a_grandchild_holds_the_pipes) {
  // The grandchild prints its pid, so that the test can end it.
  const ProcessResult result = run_process({"sh", "-c", "sleep 600 & echo $!"});
  EXPECT_FALSE(result.timed_out);
  EXPECT_EQ(result.exit_code, 0);
  ASSERT_FALSE(result.out.empty());
  EXPECT_EQ(::kill(std::stoi(result.out), SIGKILL), 0);
}

}  // namespace
}  // namespace mqseal::base
