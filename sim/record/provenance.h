// SPDX-License-Identifier: MIT
// Where a result comes from: this build of mqseal, and this machine. No host name, no user.
#pragma once

#include <cstdint>
#include <optional>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::record {

/// `tool{}` of result.json: version, git (null where built outside a clone), compiler, flags,
/// build_type, sanitizers.
[[nodiscard]] nlohmann::json tool_provenance();

/// Versions of the libraries: OpenSSL's and zlib's as they run, the others' as they were built in.
[[nodiscard]] nlohmann::json library_versions();

/// `host{}` of result.json, as it is now: kernel, distribution, CPU, memory, limits, TCP settings,
/// clock source, virtualisation, load, libraries. What this machine does not expose is null.
[[nodiscard]] nlohmann::json host_provenance();

/// CPU time of the whole machine since boot, in clock ticks (proc(5), first line of /proc/stat).
struct CpuTicks {
  std::uint64_t total = 0;   ///< user, nice, system, idle, iowait, irq, softirq, steal
  std::uint64_t stolen = 0;  ///< what the hypervisor gave to others
};

[[nodiscard]] std::optional<CpuTicks> cpu_ticks();
/// Share of the machine's CPU time between two readings that was stolen; nullopt where not known.
[[nodiscard]] std::optional<double> stolen_share(const std::optional<CpuTicks>& begin,
                                                 const std::optional<CpuTicks>& end);

}  // namespace mqseal::record
