// SPDX-License-Identifier: MIT
// The figures of an attack's time that tables compare.
#include "sim/record/flood.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mqseal::record {
namespace {

/// Under attack nobody gets in on the TLS port, and on the plain port everybody in 1 ms.
FloodResult shut_on_tls(const std::string& legitimate_port) {
  FloodResult result;
  result.legitimate_port = legitimate_port;
  FloodPhase attack, recovery;
  attack.name = "attack";
  attack.plain = {.due = 20, .answered = 20, .median_ms = 1, .p99_ms = 2};
  attack.tls.due = 20;
  recovery.name = "recovery";
  recovery.delivered_ratio = 0.3;
  result.phases = {attack, recovery};
  return result;
}

TEST(FloodMetrics, are_of_the_port_that_the_legitimate_clients_use) {
  const auto tls = to_json(shut_on_tls("tls")).at("metrics");
  EXPECT_EQ(tls.at("connect_success_ratio"), 0);
  EXPECT_TRUE(tls.at("connect_median_ms").is_null());
  const auto plain = to_json(shut_on_tls("plain")).at("metrics");
  EXPECT_EQ(plain.at("connect_success_ratio"), 1);
  EXPECT_EQ(plain.at("connect_median_ms"), 1);
  EXPECT_EQ(to_json(shut_on_tls("both")).at("metrics").at("connect_success_ratio"), 0);
}

TEST(FloodMetrics, say_what_is_delivered_once_the_attack_is_over) {
  EXPECT_EQ(to_json(shut_on_tls("tls")).at("metrics").at("delivered_after_ratio"), 0.3);
}

}  // namespace
}  // namespace mqseal::record
