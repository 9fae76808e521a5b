// SPDX-License-Identifier: MIT
#include "sim/fleet/resident.h"

#include <cstdio>
#include <malloc.h>
#include <memory>
#include <unistd.h>

namespace mqseal::fleet {

std::uint64_t resident_bytes() noexcept {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> statm(std::fopen("/proc/self/statm", "re"),
                                                              &std::fclose);
  unsigned long total = 0, resident = 0;
  if (!statm || std::fscanf(statm.get(), "%lu %lu", &total, &resident) != 2) {
    return 0;
  }
  return std::uint64_t{resident} * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t resident_bytes_trimmed() noexcept {
  ::malloc_trim(0);
  return resident_bytes();
}

}  // namespace mqseal::fleet
