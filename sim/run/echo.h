// SPDX-License-Identifier: MIT
// The floor under every latency on this machine: a byte block to and fro over loopback TCP between
// the two CPUs that fleet and broker run on, with nothing in between.
#pragma once

#include <optional>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::run {

struct EchoFloor {
  double p50_us = 0, p99_us = 0;
  int rounds = 0;
  std::optional<int> cpu, other_cpu;  ///< that the two ends were pinned to
};

/// Takes about a quarter of a second. nullopt where loopback TCP cannot be used.
[[nodiscard]] std::optional<EchoFloor> measure_echo(std::optional<int> cpu,
                                                    std::optional<int> other_cpu);

[[nodiscard]] nlohmann::json to_json(const EchoFloor& floor);

}  // namespace mqseal::run
