// SPDX-License-Identifier: MIT
#include "sim/report/percentile_curves.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "sim/report/fields.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

/// A percentile is drawn with at least this many messages beyond it.
constexpr double least_beyond = 10;

PercentileCurve recorded_curve(const Arm& arm, const FlowName& flow) {
  PercentileCurve curve{&arm, flow, 0, {}};
  for (const json* run : arm.runs) {
    for (const json& part : rows(*run, "flows")) {
      if (flow_name(part).id == flow.id) {
        curve.count += number(part, "latency_us.response.count").value_or(0);
      }
    }
  }
  const double per_run = curve.count / std::max<double>(1, static_cast<double>(arm.runs.size()));
  const std::array<std::pair<const char*, double>, 4> known = {
      {{"p50", 2}, {"p90", 10}, {"p99", 100}, {"p99_9", 1000}}};
  for (const auto& [name, inverse] : known) {
    const auto us = arm_median(arm, fmt::format("latency_us.response.{}", name), flow.id);
    if (us && *us > 0 && per_run / inverse >= least_beyond) {
      curve.points.push_back({inverse, *us});
    }
  }
  return curve;
}

PercentileCurve merged_curve(const json& source, const Arm& arm, const FlowName& flow) {
  PercentileCurve curve{&arm, flow, number(source, "count").value_or(0), {}};
  for (const json& point : rows(source, "points")) {
    const double inverse = point.at(0), us = point.at(1);
    if (inverse > 1 && curve.count / inverse >= least_beyond && us > 0) {  // 1: the one quickest
      curve.points.push_back({inverse, us});
    }
  }
  return curve;
}

}  // namespace

std::vector<PercentileCurve> percentile_curves(const Study& study) {
  std::vector<PercentileCurve> curves;
  const json& merged = rows(study.document(), "curves");
  for (const FlowName& flow : study.flows) {
    for (const Arm& arm : study.arms) {
      if (arm.control) {
        continue;
      }
      const auto source = std::find_if(merged.begin(), merged.end(), [&](const json& c) {
        return text(c, "cipher") == arm.cipher && text(c, "flow") == flow.id &&
               text(c, "implementation") == arm.implementation &&
               c.value("at", json::object()) == json(arm.at);
      });
      curves.push_back(source == merged.end() ? recorded_curve(arm, flow)
                                              : merged_curve(*source, arm, flow));
    }
  }
  std::erase_if(curves, [](const PercentileCurve& c) { return c.points.size() < 2; });
  return curves;
}

std::optional<double> PercentileCurve::at(double inverse) const {
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const CurvePoint a = points[i], b = points[i + 1];
    if (inverse >= a.inverse && inverse <= b.inverse) {
      const double share = std::log(inverse / a.inverse) / std::log(b.inverse / a.inverse);
      return a.us * std::pow(b.us / a.us, b.inverse == a.inverse ? 0 : share);
    }
  }
  return std::nullopt;
}

}  // namespace mqseal::report
