// SPDX-License-Identifier: MIT
// Invented results after report::analyse, and how tests find an entry in them.
#pragma once

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/report/report.h"
#include "tests/report/fixture.h"

namespace mqseal::report_test {

inline nlohmann::json analysed(const FixtureOptions& options = {}) {
  nlohmann::json result = make_result(options);
  report::analyse(result);
  return result;
}

/// The one effect of a run-level cipher comparison.
inline nlohmann::json effect_of(const nlohmann::json& result,
                                const std::string& metric,
                                const std::string& cipher) {
  for (const nlohmann::json& effect : result.at("effects")) {
    if (effect["metric"] == metric && effect["level"] == cipher && effect["factor"] == "cipher" &&
        effect["at"].empty() && effect["control"] == false) {
      return effect;
    }
  }
  ADD_FAILURE() << "no effect of " << metric << " for " << cipher;
  return nlohmann::json::object();
}

inline nlohmann::json check_of(const nlohmann::json& result, const std::string& start) {
  for (const nlohmann::json& check : result.at("quality")) {
    if (check["check"].get<std::string>().rfind(start, 0) == 0) {
      return check;
    }
  }
  ADD_FAILURE() << "no check " << start;
  return nlohmann::json::object();
}

}  // namespace mqseal::report_test
