// SPDX-License-Identifier: MIT
// Makes a run for real: a fresh broker, a fresh master key, the fleet in a thread of its own.
#pragma once

#include <filesystem>
#include <map>

#include "sim/pki/pki.h"
#include "sim/run/executor.h"

namespace mqseal::run {

class LiveExecutor final : public RunExecutor {
 public:
  /// `pki_dir`: where the campaign's certificates go, one tree for each key type that a run asks
  /// for. What an earlier process left there is replaced.
  explicit LiveExecutor(std::filesystem::path pki_dir) : pki_dir_(std::move(pki_dir)) {}

  /// To be called from a thread that outlives the run: the broker dies with it.
  Outcome execute(const scenario::Run& run, const RunContext& context) override;

 private:
  const pki::Tree& tree(scenario::KeyType key_type);

  std::filesystem::path pki_dir_;
  std::map<scenario::KeyType, pki::Tree> trees_;
  bool calibrated_ = false;
};

}  // namespace mqseal::run
