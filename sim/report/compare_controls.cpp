// SPDX-License-Identifier: MIT
#include "sim/report/compare_controls.h"

#include <cmath>

#include "sim/report/fields.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

/// Of fewer ciphers one alone could move the middle.
constexpr std::size_t fewest_for_median = 3;

const Arm* plaintext_of(const Study& study, const Arm& arm) {
  for (const Arm& other : study.arms) {
    if (!other.control && other.cipher == "none" && other.at == arm.at) {
      return &other;
    }
  }
  return nullptr;
}

/// The arms of both files that seal under one condition, with each one's middle over both files.
struct Sealing {
  std::vector<std::pair<const Arm*, const Arm*>> arms;  ///< base, other
  std::vector<double> middles;                          ///< of the logarithm
};

Sealing sealing_under(const Study& base,
                      const Study& other,
                      const Arm& arm,
                      const MetricRule& metric) {
  Sealing sealing;
  for (const Arm& one : base.arms) {
    const Arm* twin = same_arm(other, one);
    if (one.control || one.cipher == "none" || one.at != arm.at || twin == nullptr) {
      continue;
    }
    std::vector<double> a, b;
    for (const auto& [round, value] : values_of(one, metric)) {
      a.push_back(std::log(value));
    }
    for (const auto& [round, value] : values_of(*twin, metric)) {
      b.push_back(std::log(value));
    }
    if (!a.empty() && !b.empty()) {
      sealing.arms.emplace_back(&one, twin);
      sealing.middles.push_back((*median(a) + *median(b)) / 2);
    }
  }
  return sealing;
}

/// How far the ciphers' typical value of each round lies from its middle over both files: one that
/// changed alone does not move it. Empty for fewer than three ciphers.
ByRound typical_cipher(const Sealing& sealing, bool of_base, const MetricRule& metric) {
  std::map<int, std::vector<double>> distances;
  for (std::size_t i = 0; i < sealing.arms.size(); ++i) {
    const Arm& arm = of_base ? *sealing.arms[i].first : *sealing.arms[i].second;
    for (const auto& [round, value] : values_of(arm, metric)) {
      distances[round].push_back(std::log(value) - sealing.middles[i]);
    }
  }
  ByRound control;
  for (auto& [round, all] : distances) {
    if (all.size() >= fewest_for_median) {
      control[round] = std::exp(*median(std::move(all)));
    }
  }
  return control;
}

}  // namespace

ByRound values_of(const Arm& arm, const MetricRule& metric) {
  ByRound values;
  for (const json* run : arm.runs) {
    const int round = static_cast<int>(number(*run, "round").value_or(0));
    const auto value = Observation{run, nullptr, round, false, {}}.value(metric);
    if (value && *value > 0) {
      values[round] = *value;
    }
  }
  return values;
}

std::vector<double> plain_values(const ByRound& values) {
  std::vector<double> out;
  for (const auto& [round, value] : values) {
    out.push_back(value);
  }
  return out;
}

const Arm* same_arm(const Study& study, const Arm& arm) {
  for (const Arm& other : study.arms) {
    if (other.cipher == arm.cipher && other.at == arm.at && other.control == arm.control) {
      return &other;
    }
  }
  return nullptr;
}

std::pair<ByRound, ByRound> controls_of(const Study& base,
                                        const Study& other,
                                        const Arm& arm,
                                        const MetricRule& metric) {
  if (metric.against_reference) {
    const Sealing sealing = sealing_under(base, other, arm, metric);
    return {typical_cipher(sealing, true, metric), typical_cipher(sealing, false, metric)};
  }
  const Arm *a = plaintext_of(base, arm), *b = plaintext_of(other, arm);
  return {a == nullptr ? ByRound() : values_of(*a, metric),
          b == nullptr ? ByRound() : values_of(*b, metric)};
}

std::optional<double> common_change(const std::pair<ByRound, ByRound>& controls) {
  const auto a = median(plain_values(controls.first)), b = median(plain_values(controls.second));
  return a && b ? std::optional(*b / *a - 1) : std::nullopt;
}

}  // namespace mqseal::report
