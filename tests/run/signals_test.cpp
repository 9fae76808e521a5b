// SPDX-License-Identifier: MIT
// The first signal sets a flag, a later one ends the process.
#include "sim/run/signals.h"

#include <gtest/gtest.h>

namespace mqseal::run {
namespace {

TEST(StopSignals, the_first_one_only_sets_the_flag) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const StopSignals signals;
    EXPECT_FALSE(signals.flag());
    std::raise(signal);
    EXPECT_TRUE(signals.flag());
  }
}

TEST(StopSignalsDeathTest, a_later_one_ends_the_process) {
  EXPECT_EXIT(
      {
        const StopSignals signals;
        while (true) {
          std::raise(SIGINT);
        }
      },
      testing::KilledBySignal(SIGINT),
      "");
}

TEST(StopSignals, two_at_once_are_one_wish) {
  const StopSignals signals;
  std::raise(SIGTERM);
  std::raise(SIGTERM);
  EXPECT_TRUE(signals.flag());
}

TEST(StopSignals, handlers_of_before_come_back) {
  struct sigaction mine {};

  mine.sa_handler = SIG_IGN;

  struct sigaction original {};

  ::sigaction(SIGHUP, &mine, &original);
  { const StopSignals signals; }

  struct sigaction after {};

  ::sigaction(SIGHUP, &original, &after);
  EXPECT_EQ(after.sa_handler, SIG_IGN);
}

}  // namespace
}  // namespace mqseal::run
