// SPDX-License-Identifier: MIT
// The attacker of a run as a child process, and in the control the sink that it is set on: both are
// this program again (hidden commands), beside the fleet on its CPU, below its priority.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "sim/broker/broker.h"
#include "sim/broker/guarded_process.h"
#include "sim/flood/job.h"
#include "sim/pki/pki.h"
#include "sim/scenario/plan.h"

namespace mqseal::run {

using base::Nanos;

/// The hidden commands' names.
inline constexpr const char* attacker_command = "flood-attacker";
inline constexpr const char* sink_command = "flood-sink";

/// What the attacker of `run` is told, but for the target.
[[nodiscard]] flood::Job job_of(const scenario::Run& run, const pki::Tree& tree);

class AttackerProcess {
 public:
  /// Starts what the run's arm needs, in `dir`, and returns when it is ready. `run.flood` is set
  /// and its arm is not `none`. Throws base::Error (environment).
  AttackerProcess(const scenario::Run& run,
                  const broker::Broker& broker,
                  const pki::Tree& tree,
                  const std::filesystem::path& dir,
                  std::optional<int> cpu);

  /// When the attack begins (CLOCK_MONOTONIC). Once.
  void start_at(Nanos at);

  /// Ends both; the attacker's reports, the last one last. Throws base::Error (environment) where
  /// it failed, with what it said.
  [[nodiscard]] std::vector<flood::Report> finish();

 private:
  void start_sink(const scenario::Run& run, const pki::Tree& tree, std::optional<int> cpu);

  std::filesystem::path dir_;
  std::unique_ptr<broker::GuardedProcess> sink_, attacker_;
  std::uint16_t sink_port_ = 0;
};

}  // namespace mqseal::run
