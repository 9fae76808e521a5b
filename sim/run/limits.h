// SPDX-License-Identifier: MIT
// The system's limits against what a plan needs, before anything is started.
#pragma once

#include <cstddef>

#include "sim/scenario/plan.h"

namespace mqseal::run {

/// Raises this process's soft limit of open files to the hard one (the broker inherits it). Throws
/// base::Error (environment) with the remedy where the largest run needs more descriptors, or more
/// connections than there are local ports.
void check_limits(const scenario::Needs& needs);

/// The same against given limits.
void check_limits(const scenario::Needs& needs, std::size_t open_files, std::size_t local_ports);

}  // namespace mqseal::run
