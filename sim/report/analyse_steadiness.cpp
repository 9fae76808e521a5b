// SPDX-License-Identifier: MIT
#include "sim/report/analyse_steadiness.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "sim/report/model.h"

namespace mqseal::report {
namespace {

constexpr std::size_t enough_seconds = 10;
constexpr double unlikely = 0.001;

}  // namespace

double pettitt_p(const std::vector<double>& series) {
  const auto n = static_cast<double>(series.size());
  if (series.size() < 2) {
    return 1;
  }
  double largest = 0;
  for (std::size_t split = 1; split < series.size(); ++split) {
    double u = 0;
    for (std::size_t i = 0; i < split; ++i) {
      for (std::size_t j = split; j < series.size(); ++j) {
        u += series[i] < series[j] ? -1 : (series[i] > series[j] ? 1 : 0);
      }
    }
    largest = std::max(largest, std::abs(u));
  }
  return std::min(1.0, 2 * std::exp(-6 * largest * largest / (n * n * n + n * n)));
}

Steadiness steadiness_of(const std::vector<const nlohmann::json*>& runs) {
  Steadiness out;
  for (const nlohmann::json* run : runs) {
    std::vector<double> medians;
    for (const auto& second : run->value("timeline", nlohmann::json::array())) {
      const auto at = value_at(second, "at_s"), p50 = value_at(second, "response_p50_us");
      if (at && *at >= 0 && p50) {
        medians.push_back(*p50);
      }
    }
    if (medians.size() < enough_seconds) {
      continue;
    }
    ++out.judged;
    if (pettitt_p(medians) < unlikely) {
      out.first = out.unsteady == 0 ? run->value("id", "") : out.first;
      ++out.unsteady;
    }
  }
  return out;
}

}  // namespace mqseal::report
