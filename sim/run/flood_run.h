// SPDX-License-Identifier: MIT
// Everything beside the fleet in a run with an attack: the attacker, the probes, the watch over the
// broker; and what came of it all, phase by phase and second by second.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "sim/broker/broker.h"
#include "sim/flood/prober.h"
#include "sim/record/result.h"
#include "sim/record/sampler.h"
#include "sim/run/attacker_process.h"
#include "sim/run/process_watch.h"

namespace mqseal::run {

class FloodRun {
 public:
  /// Starts the attacker, which waits. `run.flood` is set. Throws base::Error (environment).
  FloodRun(const scenario::Run& run,
           broker::Broker& broker,
           const pki::Tree& tree,
           const std::filesystem::path& dir,
           std::optional<int> fleet_cpu);

  /// The measured window begins: now all times are known.
  void set_window(Nanos begin);

  /// Once the fleet has ended: ends the rest and fills in `result.flood`.
  void finish(record::RunResult& result, const record::ProcessSampler& sampler);

 private:
  const scenario::Run& run_;
  broker::Broker& broker_;
  flood::ProberOptions probing_;
  ListenCounters before_;
  ProcessWatch watch_;
  std::unique_ptr<AttackerProcess> attacker_;
  std::unique_ptr<flood::Prober> prober_;
  Nanos begin_ = 0;
};

}  // namespace mqseal::run
