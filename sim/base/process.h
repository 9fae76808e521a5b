// SPDX-License-Identifier: MIT
// Runs a short-lived child to its end and returns what it printed (a broker's version, git).
// Long-lived children (the broker) have their own owner in sim/broker.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

#include "sim/base/clock.h"

namespace mqseal::base {

struct ProcessResult {
  bool started = false;    ///< false: no such program; the rest is empty
  bool timed_out = false;  ///< its process group was killed at the time limit
  bool stopped = false;    ///< its process group was killed because of ProcessOptions::stop
  int exit_code = -1;      ///< -1 where a signal ended it
  int signal = 0;
  std::string out, err;  ///< each cut at ProcessOptions::max_output_bytes
};

struct ProcessOptions {
  Nanos timeout = 10 * nanos_per_second;
  std::size_t max_output_bytes = std::size_t{1} << 20U;
  std::string input;  ///< its standard input, at most 64 KiB (one pipe's capacity)
  const std::atomic<bool>* stop = nullptr;  ///< where it becomes true, the child is ended
};

/// `argv[0]` is looked up in PATH; no shell. The child gets its own process group, and default
/// signal handling. Blocks; any thread. Throws base::Error (environment) only where pipes or
/// processes cannot be made at all.
[[nodiscard]] ProcessResult run_process(const std::vector<std::string>& argv,
                                        const ProcessOptions& options = {});

}  // namespace mqseal::base
