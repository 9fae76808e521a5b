// SPDX-License-Identifier: MIT
// The machine that a bench runs on: its clock, and what a reader of the figures must know of it.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::bench {

/// The core's clock now, in GHz, from a chain of dependent multiplications of three cycles each
/// (all x86-64 cores since 2008). A chain of additions would not do: some cores fold those away.
[[nodiscard]] double clock_ghz();

/// {"machine": {...}}: CPU, its features, compiler, libraries, load, the median clock of the run.
[[nodiscard]] nlohmann::ordered_json machine(double median_ghz);

}  // namespace mqseal::bench
