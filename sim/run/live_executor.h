// SPDX-License-Identifier: MIT
// Makes a run for real: a fresh broker, a fresh master key, the fleet in a thread of its own.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/broker/capability.h"
#include "sim/pki/pki.h"
#include "sim/run/executor.h"
#include "sim/sandbox/support.h"

namespace mqseal::run {

class LiveExecutor final : public RunExecutor {
 public:
  /// `pki_dir`: where the campaign's certificates go, one tree for each key type that a run asks
  /// for. What an earlier process left there is replaced.
  /// `namespaces`: what sandbox::prepare() found; each run then has a network of its own unless
  /// its scenario says no.
  LiveExecutor(std::filesystem::path pki_dir, sandbox::Support namespaces)
      : pki_dir_(std::move(pki_dir)), namespaces_(std::move(namespaces)) {}

  Outcome execute(const scenario::Run& run, const RunContext& context) override;

 private:
  struct Probed {
    std::string name;  ///< "rabbitmq 3.10.8"
    std::vector<broker::Finding> findings;
  };

  /// In a network of the run's own where it is to have one.
  Outcome place(const scenario::Run& run, const RunContext& context);
  Outcome make(const scenario::Run& run, const RunContext& context);
  /// What the run's kind of broker can do, asked of a fresh one once a campaign.
  const Probed& probed(const scenario::Run& run, const RunContext& context);
  const pki::Tree& tree(scenario::KeyType key_type);

  std::filesystem::path pki_dir_;
  sandbox::Support namespaces_;
  std::map<scenario::KeyType, pki::Tree> trees_;
  std::map<std::string, Probed> probed_;  ///< by kind
  bool calibrated_ = false;
};

}  // namespace mqseal::run
