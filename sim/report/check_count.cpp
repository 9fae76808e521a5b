// SPDX-License-Identifier: MIT
#include "sim/report/check_count.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mqseal::report {

CheckCount count_checks(const nlohmann::json& quality) {
  CheckCount count;
  for (const nlohmann::json& entry : quality) {
    const nlohmann::json& pass = entry.at("pass");
    ++(pass.is_null() ? count.noted : pass.get<bool>() ? count.passed : count.failed);
  }
  return count;
}

std::string check_count_text(const CheckCount& count) {
  std::string words = fmt::format("{} of {} pass", count.passed, count.all());
  words += count.noted > 0 ? fmt::format(", {} noted", count.noted) : "";
  return words + (count.failed > 0 ? fmt::format(", {} failed", count.failed) : "");
}

}  // namespace mqseal::report
