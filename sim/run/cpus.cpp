// SPDX-License-Identifier: MIT
// sched_getaffinity(2) of ourselves.
#include "sim/run/cpus.h"

#include <cstddef>

namespace mqseal::run {

std::optional<int> cpu_beside(const cpu_set_t& allowed, std::optional<int> broker_cpu) {
  if (!broker_cpu) {
    return std::nullopt;
  }
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (cpu != *broker_cpu && CPU_ISSET(static_cast<std::size_t>(cpu), &allowed)) {
      return cpu;
    }
  }
  return std::nullopt;
}

std::optional<int> cpu_beside(std::optional<int> broker_cpu) {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) {
    return std::nullopt;
  }
  return cpu_beside(allowed, broker_cpu);
}

}  // namespace mqseal::run
