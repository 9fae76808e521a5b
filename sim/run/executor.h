// SPDX-License-Identifier: MIT
// What a campaign needs to make one run. The real one (live_executor.h) starts a broker and a
// fleet; tests drive a campaign with invented times through another.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>

#include "sim/fleet/fleet.h"
#include "sim/record/result.h"
#include "sim/run/echo.h"
#include "sim/scenario/plan.h"

namespace mqseal::run {

struct RunContext {
  std::filesystem::path dir;                ///< runs/<id>: made, empty
  const std::atomic<bool>* stop = nullptr;  ///< set by a signal: leave at once
  /// Called about four times a second, from one thread, before execute() returns.
  std::function<void(const fleet::Progress&)> on_progress;
};

struct Outcome {
  record::RunResult result;       ///< marked `interrupted` where the run did not end by itself
  std::optional<EchoFloor> echo;  ///< of this machine, with the first run
  std::string unsupported;  ///< why the broker cannot carry this run; the result is then empty
  std::string undefended;   ///< why this system cannot set up the run's defence; likewise

  /// Why there is no run; empty where there is one.
  [[nodiscard]] const std::string& left_out() const noexcept {
    return unsupported.empty() ? undefended : unsupported;
  }

  std::string failure;  ///< why the campaign cannot go on (the broker died); empty: it can
};

class RunExecutor {
 public:
  RunExecutor() = default;
  RunExecutor(const RunExecutor&) = delete;
  RunExecutor& operator=(const RunExecutor&) = delete;
  virtual ~RunExecutor() = default;

  /// Makes `run` from a fresh broker to the broker's end. Throws base::Error (environment) where
  /// it could not even begin. The campaign fills in id, round, slot, factors.
  virtual Outcome execute(const scenario::Run& run, const RunContext& context) = 0;
};

}  // namespace mqseal::run
