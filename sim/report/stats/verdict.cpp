// SPDX-License-Identifier: MIT
#include "sim/report/stats/verdict.h"

#include <algorithm>
#include <cmath>

namespace mqseal::report {

std::string_view to_string(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::worse:
      return "worse";
    case Verdict::better:
      return "better";
    case Verdict::below_margin:
      return "real_below_margin";
    case Verdict::equivalent:
      return "equivalent";
    case Verdict::cannot_tell:
      break;
  }
  return "cannot_tell";
}

Verdict judge(Interval change, double margin, Better better) noexcept {
  const bool inside = -margin <= change.lower && change.upper <= margin;
  if (change.contains(0)) {
    return inside ? Verdict::equivalent : Verdict::cannot_tell;
  }
  if (inside) {
    return Verdict::below_margin;
  }
  return (change.lower > 0) == (better == Better::lower) ? Verdict::worse : Verdict::better;
}

bool beyond_margin(Interval change, double margin) noexcept {
  return change.lower > margin || change.upper < -margin;
}

int rounds_to_settle(Interval change, double estimate, double margin, int n, int fewest) noexcept {
  const bool inside = -margin <= change.lower && change.upper <= margin;
  if (!change.contains(0) || inside) {
    return 0;
  }
  const int missing = std::max(0, fewest - n);
  if (!change.bounded()) {
    return std::max(1, missing);
  }
  const double half = (change.upper - change.lower) / 2;
  const double needed = std::max(std::abs(estimate), margin - std::abs(estimate));
  const double ratio = half / needed;
  return std::max({1, missing, static_cast<int>(std::ceil(n * (ratio * ratio - 1)))});
}

}  // namespace mqseal::report
