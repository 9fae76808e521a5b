// SPDX-License-Identifier: MIT
#include "sim/report/stats_summary_lines.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/check_count.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/quick_look.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

std::string failed_thresholds(const json& thresholds) {
  std::string lines;
  for (const json& threshold : thresholds) {
    if (!flag(threshold, "pass")) {
      lines += fmt::format("  ✗ threshold {} ({}): {}, limit {}, in {}\n",
                           text(threshold, "metric"),
                           text(threshold, "where"),
                           threshold.at("value").is_number()
                               ? fmt::format("{:g}", threshold.at("value").get<double>())
                               : "not measured",
                           text(threshold, "limit"),
                           text(threshold, "run", "no run"));
    }
  }
  return lines;
}

}  // namespace

std::string summary_title(const json& result, const Design& design) {
  std::string out = fmt::format("{}: {}, margin ±{} %\n",
                                text(result, "scenario.name", "result"),
                                plural(rounds_of(result), "round"),
                                percent_text(design.margin));
  if (const std::string words = quick_look_text(result); !words.empty()) {
    out += "! " + words + "\n";
  }
  if (flag(result, "invented")) {
    out += "! invented numbers: nothing here was measured\n";
  }
  return out + "\n";
}

std::string summary_checks(const json& result) {
  std::string out;
  if (const std::string headline = text(result, "decision.headline"); !headline.empty()) {
    out += "decision: " + headline + "\n";
  }
  const json &quality = rows(result, "quality"), &thresholds = rows(result, "thresholds");
  out += "data quality: " + check_count_text(count_checks(quality));
  if (!thresholds.empty()) {
    const auto good = std::count_if(
        thresholds.begin(), thresholds.end(), [](const json& t) { return flag(t, "pass"); });
    out += fmt::format(" · thresholds: {} of {} pass", good, thresholds.size());
  }
  out += "\n";
  for (const json& check : quality) {
    const json& pass = check.at("pass");
    if (pass != true) {
      out += fmt::format(
          "  {} {}: {}\n", pass == false ? "✗" : "·", text(check, "check"), text(check, "detail"));
    }
  }
  return out + failed_thresholds(thresholds);
}

}  // namespace mqseal::report
