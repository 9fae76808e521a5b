// SPDX-License-Identifier: MIT
// Ctrl-C and its relatives as a flag.
#pragma once

#include <array>
#include <atomic>
#include <csignal>

namespace mqseal::run {

/// While one lives, the first SIGINT, SIGTERM or SIGHUP sets flag(); one that comes more than 0.3 s
/// after it has the system's default effect. One at a time in a process.
class StopSignals {
 public:
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  [[nodiscard]] const std::atomic<bool>& flag() const noexcept;

 private:
  std::array<struct sigaction, 3> before_{};
};

}  // namespace mqseal::run
