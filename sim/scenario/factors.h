// SPDX-License-Identifier: MIT
// The factors: which key of a group, of the broker or of the faults each one varies.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/document.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/scenario.h"

namespace mqseal::scenario {

struct FactorInfo {
  std::string key;             ///< in `matrix` and in result.json
  std::string group_key;       ///< the key of groups that it varies; empty where none
  std::string broker_key;      ///< the key of the broker that it varies; empty where none
  std::string fault_key;       ///< the key of faults that it varies; empty where none
  std::string planned;         ///< not empty: known, but not in this version; says what it is
  std::string flood_key = {};  ///< the key of `attack` that it varies; empty where none

  /// What no key of groups, broker or faults says: the run's attack, a named configuration, or a
  /// key of the section `security`.
  enum class Special : std::uint8_t { none, attack, defence, security };
  Special special = Special::none;

  /// How one of its levels is written.
  [[nodiscard]] const KeyInfo& info() const;
};

/// What levels are set on.
struct Settings {
  std::vector<Group>& groups;
  BrokerSettings& broker;
  std::vector<Fault>& faults;
  AttackSetup& attack;
  const std::vector<Defence>& defences;
  std::optional<FloodSettings>& flood;
};

/// All factors, in the order of design.md; those that it does not have come last.
[[nodiscard]] const std::vector<FactorInfo>& factors();
[[nodiscard]] const FactorInfo* find_factor(std::string_view key);

/// The level that `node` says, in canonical text ("4096B" is "4KiB"). Throws base::Error (usage).
[[nodiscard]] std::string read_level(const FactorInfo& factor, const Node& node);

/// Sets the level on every group for which the factor makes sense, on the broker, or on all faults.
void apply_level(const FactorInfo& factor, const std::string& level, const Settings& settings);

/// The level that holds, where it is the same for all groups (or faults) for which the factor makes
/// sense.
[[nodiscard]] std::optional<std::string> uniform_level(const FactorInfo& factor,
                                                       const Settings& settings);

/// Whether a group of this role can say the key.
[[nodiscard]] bool applies_to(const KeyInfo& info, Role role) noexcept;

}  // namespace mqseal::scenario
