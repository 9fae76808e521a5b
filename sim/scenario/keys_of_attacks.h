// SPDX-License-Identifier: MIT
// Inside of sim/scenario only: the rows about attacks for the tables of keys.h.
#pragma once

#include "sim/scenario/keys.h"

namespace mqseal::scenario {

[[nodiscard]] Keys<Scenario> attack_keys_of_scenario();
[[nodiscard]] Keys<BrokerSettings> attack_keys_of_broker();

/// Of an element of `defences`, beside its sections broker, groups and security.
[[nodiscard]] const KeyInfo& defence_name_info();
[[nodiscard]] const KeyInfo& defence_about_info();
/// A level of the factor `attack`.
[[nodiscard]] const KeyInfo& attack_level_info();

}  // namespace mqseal::scenario
