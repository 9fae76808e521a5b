// SPDX-License-Identifier: MIT
// CPU time and peak memory of another process (the broker), sampled by a thread of its own.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <sys/types.h>
#include <thread>
#include <vector>

#include "sim/base/clock.h"

namespace mqseal::record {

/// CPU time that a process had used at a monotonic time.
struct CpuSample {
  base::Nanos at = 0, cpu = 0;
};

/// CPU time used between two monotonic times, each interpolated between its neighbours in
/// `samples` (rising in `at`); nullopt where the samples do not reach from `begin` to `end`.
[[nodiscard]] std::optional<base::Nanos> cpu_between(const std::vector<CpuSample>& samples,
                                                     base::Nanos begin,
                                                     base::Nanos end);

/// Samples process `pid` from construction to stop() or to the end of the process. A sample costs
/// the sampled process nothing and this one about 15 us. stop() and the reading functions may be
/// called from any thread.
class ProcessSampler {
 public:
  explicit ProcessSampler(pid_t pid, base::Nanos period = base::nanos_per_second / 10);
  ProcessSampler(const ProcessSampler&) = delete;
  ProcessSampler& operator=(const ProcessSampler&) = delete;
  ~ProcessSampler();

  /// Takes one last sample and ends the thread; idempotent.
  void stop();

  [[nodiscard]] std::vector<CpuSample> samples() const;
  /// Highest resident set so far (VmHWM of proc(5), /proc/PID/status); nullopt where never read.
  [[nodiscard]] std::optional<std::uint64_t> rss_peak_bytes() const;

 private:
  bool take_sample();
  void loop(const std::stop_token& stop);

  pid_t pid_;
  base::Nanos period_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::vector<CpuSample> samples_;
  std::optional<std::uint64_t> rss_peak_bytes_;
  std::jthread thread_;  // last: it uses what stands above
};

/// The field `name` ("VmHWM", "VmRSS") of /proc/`pid`/status in bytes; nullopt where the process
/// is gone. `pid` 0: this process.
[[nodiscard]] std::optional<std::uint64_t> process_memory_bytes(pid_t pid, const char* name);

}  // namespace mqseal::record
