// SPDX-License-Identifier: MIT
// A process's memory, descriptors and threads, ten times a second by a thread of its own, and what
// the kernel's TCP threw away meanwhile.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <sys/types.h>
#include <thread>
#include <vector>

#include "sim/base/clock.h"

namespace mqseal::run {

struct ProcessState {
  base::Nanos at = 0;  ///< CLOCK_MONOTONIC
  std::uint64_t rss_bytes = 0, descriptors = 0, threads = 0;
};

/// Of this network namespace since it began (proc_net_netstat, TcpExt).
struct ListenCounters {
  std::uint64_t overflows = 0, drops = 0, syn_cookies = 0;
};

[[nodiscard]] ListenCounters listen_counters();

class ProcessWatch {
 public:
  explicit ProcessWatch(pid_t pid);
  ProcessWatch(const ProcessWatch&) = delete;
  ProcessWatch& operator=(const ProcessWatch&) = delete;
  ~ProcessWatch() = default;

  /// Ends the thread; what it saw. Once.
  [[nodiscard]] std::vector<ProcessState> finish();

 private:
  void loop(const std::stop_token& stop);

  pid_t pid_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::vector<ProcessState> states_;
  std::jthread thread_;  // last: it uses what stands above
};

}  // namespace mqseal::run
