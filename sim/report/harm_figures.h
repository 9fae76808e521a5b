// SPDX-License-Identifier: MIT
// The figures that an attack may harm, as sentences and terminals name them.
#pragma once

#include <array>

namespace mqseal::report {

struct HarmFigure {
  const char* metric;  ///< of resilience[]
  const char *name, *unit;
  double scale;  ///< from the metric's unit to `unit`
};

inline constexpr std::array<HarmFigure, 6> harm_figures{{
    {"delivered_ratio", "delivered", "%", 100},
    {"delivered_after_ratio", "delivered after it", "%", 100},
    {"connect_success_ratio", "new connections", "%", 100},
    {"p99_us", "p99 latency", "ms", 1e-3},
    {"connect_median_ms", "time to connect", "ms", 1},
    {"broker_rss_peak_bytes", "the broker's memory", "MB", 1e-6},
}};

}  // namespace mqseal::report
