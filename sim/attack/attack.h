// SPDX-License-Identifier: MIT
// The frame of all attacks: what an attack gets, what it gives back, and the catalogue of them.
#pragma once

#include <atomic>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ciphers/host/secret.h"
#include "sim/attack/target.h"
#include "sim/broker/broker.h"
#include "sim/client/key_log.h"
#include "sim/pki/pki.h"
#include "sim/record/security.h"
#include "sim/scenario/plan.h"

namespace mqseal::attack {

/// What one security attack works on: a fresh broker that we started, in one configuration, and
/// how its victims are configured. It makes its own few victims.
struct Setting {
  const scenario::Run& run;  ///< groups: the victims; attack.security: who attacks; seed
  broker::Broker& broker;
  const pki::Tree& tree;
  const host::MasterKey& master;
  std::filesystem::path dir;  ///< exists; for files of this attack
  TargetGuard& guard;
  client::KeyLog& key_log;                  ///< gets the secrets of every TLS connection
  const std::atomic<bool>* stop = nullptr;  ///< set by a signal: leave soon
};

/// Runs its positive control first and gives a verdict that stands on it. Throws base::Error
/// (environment) where it cannot go on; the frame makes `inconclusive` of that.
using Perform = record::Attack (*)(const Setting& setting);

/// One line of catalogue.def.
struct AttackInfo {
  std::string_view id, title;
  scenario::AttackKind kind;
  Perform perform;           ///< security attacks
  std::string_view needs;    ///< what the attacker must have
  std::string_view answers;  ///< which defences answer it
};

/// In the order of reports.
[[nodiscard]] std::span<const AttackInfo> catalogue() noexcept;
/// nullptr where there is no such attack.
[[nodiscard]] const AttackInfo* find_attack(std::string_view id) noexcept;

struct Options {
  std::filesystem::path dir;  ///< of the run
  const std::atomic<bool>* stop = nullptr;
  client::KeyLog* key_log = nullptr;  ///< of the run's capture; may be null
};

/// Makes the security attacks of `run` one after another on `broker`. What an attack cannot do
/// comes back as a verdict with its reason. Throws base::Error (environment) where the broker died.
[[nodiscard]] std::vector<record::Attack> perform(const scenario::Run& run,
                                                  broker::Broker& broker,
                                                  const pki::Tree& tree,
                                                  const Options& options);

}  // namespace mqseal::attack
