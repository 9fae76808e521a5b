// SPDX-License-Identifier: MIT
// Inside of sim/scenario only: named configurations (`defences`), read, applied and written.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/document.h"
#include "sim/scenario/factors.h"
#include "sim/scenario/reader.h"

namespace mqseal::scenario {

/// The section `defences`. Throws base::Error (usage).
[[nodiscard]] std::vector<Defence> read_defences(const Node& node, Positions& positions);

/// Sets what the defence overrides; a map of settings is merged with the one that holds.
void apply_defence(const Defence& defence, const Settings& settings);

/// As the resolved scenario writes it.
[[nodiscard]] std::string defences_text(const std::vector<Defence>& defences);

}  // namespace mqseal::scenario
