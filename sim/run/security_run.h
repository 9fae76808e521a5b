// SPDX-License-Identifier: MIT
// A run of security attacks: no fleet, the attacks one after another on a broker of their own.
#pragma once

#include "sim/broker/broker.h"
#include "sim/client/key_log.h"
#include "sim/run/executor.h"

namespace mqseal::run {

/// Makes the attacks of `run`. Interrupted by a signal, the result is marked so. Throws base::Error
/// (environment) where the broker died.
[[nodiscard]] record::RunResult run_security(const scenario::Run& run,
                                             const RunContext& context,
                                             broker::Broker& broker,
                                             const pki::Tree& tree,
                                             client::KeyLog& secrets);

}  // namespace mqseal::run
