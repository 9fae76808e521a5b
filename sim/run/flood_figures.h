// SPDX-License-Identifier: MIT
// From what was seen during an attack to its figures: phases, seconds, recovery. Pure.
#pragma once

#include <vector>

#include "sim/flood/prober.h"
#include "sim/record/result.h"
#include "sim/record/sampler.h"
#include "sim/run/process_watch.h"

namespace mqseal::run {

using base::Nanos;

/// Of the timeline of a run that hurts its broker, so that harm and recovery show.
inline constexpr Nanos timeline_step = base::nanos_per_second / 10;

/// All that was seen; times on CLOCK_MONOTONIC, the timeline from `begin`.
struct FloodSightings {
  Nanos begin = 0;                              ///< of the measured window
  Nanos attack = 0, calm = 0, end = 0;          ///< from `begin`: attack begins, ends, window ends
  Nanos patience = 0;                           ///< of the probes
  std::vector<record::TimelinePoint> timeline;  ///< in steps of timeline_step
  std::vector<flood::Probe> probes;
  std::vector<ProcessState> broker;
  std::vector<record::CpuSample> cpu;
};

/// baseline, attack, recovery. Messages belong to the phase in which their step begins; their rate
/// is over those steps. Probes that are due in the attack's last `patience` belong to no phase: a
/// broker that lets them wait would answer them after the attack.
[[nodiscard]] std::vector<record::FloodPhase> phases_of(const FloodSightings& seen);

[[nodiscard]] std::vector<record::FloodSecond> seconds_of(const FloodSightings& seen);

/// Seconds from the attack's end until deliveries, p99 (recovery.h) and new connections (every one
/// answered from then on, in at most the slowest of the baseline or 1 + margin of it) are back;
/// nullopt: not within the window.
[[nodiscard]] std::optional<double> recovery_of(const FloodSightings& seen, double margin);

}  // namespace mqseal::run
