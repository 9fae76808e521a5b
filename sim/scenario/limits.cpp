// SPDX-License-Identifier: MIT
// getrlimit and one file of /proc.
#include "sim/scenario/limits.h"

#include <fstream>
#include <limits>
#include <sys/resource.h>

namespace mqseal::scenario {

MachineLimits machine_limits() {
  MachineLimits found;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    found.descriptors =
        limit.rlim_max == RLIM_INFINITY ? std::numeric_limits<std::size_t>::max() : limit.rlim_max;
  }
  std::ifstream range("/proc/sys/net/ipv4/ip_local_port_range");
  std::size_t low = 0;
  std::size_t high = 0;
  if (range >> low >> high && high >= low) {
    found.local_ports = high - low + 1;
  }
  return found;
}

}  // namespace mqseal::scenario
