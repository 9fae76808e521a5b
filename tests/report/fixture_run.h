// SPDX-License-Identifier: MIT
// One invented run; see fixture.h.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>

#include <nlohmann/json_fwd.hpp>

#include "tests/report/fixture.h"

namespace mqseal::report_test {

/// std::mt19937_64, whose output the standard fixes, and our own Box-Muller: the same everywhere.
class Noise {
 public:
  explicit Noise(std::uint64_t seed) : engine_(seed) {}

  double uniform() { return (static_cast<double>(engine_() >> 11U) + 0.5) * 0x1p-53; }

  double normal() {
    return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform());
  }

  /// exp of a normal with this standard deviation.
  double factor(double sd) { return std::exp(sd * normal()); }

  std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(uniform() * static_cast<double>(bound));
  }

 private:
  std::mt19937_64 engine_;
};

/// `machine`: how slow the machine is just now, 1 on average.
[[nodiscard]] nlohmann::json make_run(const Truth& truth,
                                      int round,
                                      int slot,
                                      bool control,
                                      double machine,
                                      const FixtureOptions& options,
                                      Noise& noise);

}  // namespace mqseal::report_test
