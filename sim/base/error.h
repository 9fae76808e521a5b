// SPDX-License-Identifier: MIT
// The one exception of the set-up zone (YAML, files, processes, command line) and the exit codes.
// Data from the network never throws: those functions return a Result or an enum.
#pragma once

#include <stdexcept>
#include <string>

namespace mqseal::base {

/// Why mqseal ends; the value is the process's exit code (design.md, section 3).
enum class ExitCode : int {
  done = 0,
  usage = 2,         ///< scenario or flags wrong, nothing was sent
  environment = 3,   ///< broker missing or dead, limits too low, a file that cannot be written
  threshold = 10,    ///< a threshold of the scenario failed
  untrusted = 11,    ///< the data are not to be trusted
  regression = 12,   ///< `compare` found a regression
  bug = 70,          ///< a fault of mqseal itself
  interrupted = 130  ///< Ctrl-C; what was measured is kept and marked
};

/// Thrown by set-up code, caught once in main. Message form: `file:line:col: what is wrong; what
/// is allowed or what to do`.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}

  [[nodiscard]] ExitCode code() const noexcept { return code_; }

 private:
  ExitCode code_;
};

}  // namespace mqseal::base
