// SPDX-License-Identifier: MIT
// Decision 11 of design.md as code: the generator must have kept its own schedule.
#include "sim/record/lateness.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mqseal::record {

namespace {

constexpr double least_limit_us = 100;
constexpr double share_of_median = 0.1;
constexpr double least_sent = 0.999;

/// Probes and attacker share the fleet's CPU, and the attacker wants it late.
bool is_beside_attack(const nlohmann::json& run) {
  const auto attacks = run.find("attacks");
  return attacks != run.end() && !attacks->empty() && attacks->front().contains("arm");
}

}  // namespace

std::string lateness_fault(const nlohmann::json& run) {
  if (run.value("interrupted", false) || is_beside_attack(run)) {
    return {};
  }
  const auto scheduled = run.at("counts").at("scheduled").get<std::uint64_t>();
  const auto sent = run.at("counts").at("sent").get<std::uint64_t>();
  if (static_cast<double>(sent) < least_sent * static_cast<double>(scheduled)) {
    return fmt::format(
        "sent {} of {} scheduled messages; at least 99.9 % are needed", sent, scheduled);
  }
  const auto& late = run.at("lateness_us").at("p99");
  const auto& median = run.at("latency_us").at("response").at("p50");
  if (late.is_null() || median.is_null()) {
    return {};
  }
  const double limit = std::max(least_limit_us, share_of_median * median.get<double>());
  if (late.get<double>() <= limit) {
    return {};
  }
  return fmt::format("p99 lateness {:.0f} us is above {:.0f} us", late.get<double>(), limit);
}

}  // namespace mqseal::record
