// SPDX-License-Identifier: MIT
// The fleet of one run in a thread of its own, while this one passes on its progress and plays the
// run's faults; it never writes to a terminal on the fleet's time.
#pragma once

#include <vector>

#include "sim/broker/broker.h"
#include "sim/client/key_log.h"
#include "sim/run/executor.h"
#include "sim/run/flood_run.h"
#include "sim/run/identities.h"

namespace mqseal::run {

/// fleet::run() on `cpus`; returns what it measured, with faults filled in. Rethrows what it threw,
/// and what a broker's restart threw after the fleet was stopped. `secrets`: gets those of the
/// fleet's TLS connections.
/// `flood` (or nullptr) hears when the measured window begins.
[[nodiscard]] record::RunResult run_fleet(const scenario::Run& run,
                                          const RunContext& context,
                                          broker::Broker& broker,
                                          const Identities& identities,
                                          const std::vector<int>& cpus,
                                          client::KeyLog* secrets,
                                          FloodRun* flood);

}  // namespace mqseal::run
