// SPDX-License-Identifier: MIT
// Which CPU runs what: the broker on its own, the fleet on another, where there are two.
#pragma once

#include <optional>
#include <sched.h>

namespace mqseal::run {

/// The first CPU of `allowed` that is not `broker_cpu`; nullopt where the broker is not pinned or
/// no other is left.
[[nodiscard]] std::optional<int> cpu_beside(const cpu_set_t& allowed,
                                            std::optional<int> broker_cpu);

/// cpu_beside() of the CPUs that this thread may use.
[[nodiscard]] std::optional<int> cpu_beside(std::optional<int> broker_cpu);

}  // namespace mqseal::run
