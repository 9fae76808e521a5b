// SPDX-License-Identifier: MIT
// Plans that this machine cannot carry are refused before anything starts, with the remedy.
#include "sim/run/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"

namespace mqseal::run {
namespace {

scenario::Needs needs_of(std::size_t clients) {
  scenario::Needs needs;
  needs.clients = clients;
  needs.sockets = 3 * clients;
  return needs;
}

std::string refusal(std::size_t clients, std::size_t files, std::size_t ports) {
  try {
    check_limits(needs_of(clients), files, ports);
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::environment);
    return error.what();
  }
  return {};
}

TEST(Limits, names_the_limit_that_is_too_low_and_the_remedy) {
  EXPECT_THAT(refusal(1000, 1024, 28'000), testing::HasSubstr("ulimit -n 3064"));
  EXPECT_THAT(refusal(30'000, 1'000'000, 28'000), testing::HasSubstr("ip_local_port_range"));
  EXPECT_EQ(refusal(1000, 3064, 1000), "");
}

TEST(Limits, this_machine_carries_a_small_fleet) {
  EXPECT_NO_THROW(check_limits(needs_of(10)));
}

}  // namespace
}  // namespace mqseal::run
