// SPDX-License-Identifier: MIT
// The choice of the fleet's CPU.
#include "sim/run/cpus.h"

#include <gtest/gtest.h>

namespace mqseal::run {
namespace {

cpu_set_t set_of(std::initializer_list<unsigned> cpus) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const unsigned cpu : cpus) {
    CPU_SET(cpu, &set);
  }
  return set;
}

TEST(Cpus, the_fleet_gets_the_first_that_is_not_the_brokers) {
  EXPECT_EQ(cpu_beside(set_of({0, 1}), 1), 0);
  EXPECT_EQ(cpu_beside(set_of({0, 1}), 0), 1);
  EXPECT_EQ(cpu_beside(set_of({3, 5, 9}), 3), 5);
}

TEST(Cpus, none_where_there_is_no_other_or_the_broker_is_not_pinned) {
  EXPECT_FALSE(cpu_beside(set_of({2}), 2));
  EXPECT_FALSE(cpu_beside(set_of({0, 1}), std::nullopt));
}

TEST(Cpus, knows_what_this_thread_may_use) {
  cpu_set_t before;
  ASSERT_EQ(::sched_getaffinity(0, sizeof before, &before), 0);
  const auto some = cpu_beside(before, -1);
  ASSERT_TRUE(some);
  const cpu_set_t one = set_of({static_cast<unsigned>(*some)});
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_FALSE(cpu_beside(some));
  ASSERT_EQ(::sched_setaffinity(0, sizeof before, &before), 0);
}

}  // namespace
}  // namespace mqseal::run
