// SPDX-License-Identifier: MIT
// From counts to a verdict, in one place: a success counts whatever else happened; "blocked" needs
// a control that succeeded.
#pragma once

#include <cstdint>
#include <string>

#include "sim/record/security.h"

namespace mqseal::attack {

/// What an attack counted.
struct Tally {
  bool control = false;  ///< what must succeed in the same run did
  std::uint64_t attempts = 0, successes = 0;
};

[[nodiscard]] record::Verdict verdict_of(const Tally& tally) noexcept;

[[nodiscard]] record::Attack result_of(const Tally& tally,
                                       std::string control,
                                       std::string evidence);
[[nodiscard]] record::AttackCase case_of(std::string name,
                                         const Tally& tally,
                                         std::string evidence);

/// The whole from its cases: succeeded where one did; else inconclusive where one is; else blocked
/// where one was; else not measured. Attempts and successes are added up.
void sum_up(record::Attack& attack);

/// Why an insider does not make an attack that lives of its place on the path.
inline constexpr const char* same_for_insiders =
    "the place on the path decides here, not what the attacker holds: see the outsider";

/// Not measured, because of `why`.
[[nodiscard]] record::Attack not_measured(std::string why);

}  // namespace mqseal::attack
