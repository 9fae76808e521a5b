// SPDX-License-Identifier: MIT
// The clocks move, and move the right way; times as text.
#include "sim/base/clock.h"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "sim/base/utc.h"

namespace mqseal::base {
namespace {

TEST(Clock, monotonic_time_advances) {
  const Nanos start = monotonic_now();
  while (monotonic_now() == start) {
  }
  EXPECT_GT(monotonic_now(), start);
}

TEST(Clock, cpu_time_of_the_thread_is_part_of_the_process) {
  const Nanos process_start = process_cpu_now(getpid());
  const Nanos thread_start = thread_cpu_now();
  while (thread_cpu_now() - thread_start < 2'000'000) {
  }
  EXPECT_GE(process_cpu_now(getpid()) - process_start, 2'000'000);
}

TEST(Clock, a_reaped_process_has_no_clock) {
  const pid_t child = fork();
  if (child == 0) {
    _exit(0);
  }
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  EXPECT_EQ(process_cpu_now(child), -1);
}

TEST(Utc, text_of_known_moments) {
  EXPECT_EQ(utc_text(0), "1970-01-01T00:00:00Z");
  // 2000-02-29: a leap day of a century.
  EXPECT_EQ(utc_text(951'827'696 * nanos_per_second + 999'999'999), "2000-02-29T12:34:56Z");
  EXPECT_EQ(utc_file_text(951'827'696 * nanos_per_second), "20000229T123456Z");
}

}  // namespace
}  // namespace mqseal::base
