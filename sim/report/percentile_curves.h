// SPDX-License-Identifier: MIT
// Latency as a function of the percentile, one curve an arm and flow.
#pragma once

#include <optional>
#include <vector>

#include "sim/report/study.h"

namespace mqseal::report {

struct CurvePoint {
  double inverse;  ///< 1/(1-p): 100 for the 99th percentile
  double us;
};

struct PercentileCurve {
  const Arm* arm;
  FlowName flow;
  double count = 0;  ///< messages behind it
  std::vector<CurvePoint> points;

  /// Its value at `inverse`, linear between its points in the logarithm of both; nullopt outside.
  [[nodiscard]] std::optional<double> at(double inverse) const;
};

/// Curves of two or more points, by flow, then arm; the control is none. From the merged histograms
/// of all rounds ("curves", filled by report::write from the .hlog files); where there are none,
/// from the medians of the percentiles that each run recorded. A percentile with fewer than 10
/// messages beyond it is left out.
[[nodiscard]] std::vector<PercentileCurve> percentile_curves(const Study& study);

}  // namespace mqseal::report
