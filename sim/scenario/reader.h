// SPDX-License-Identifier: MIT
// From the tree to the structs, key table in hand: nothing unknown, nothing missing, nothing of the
// wrong type gets through.
#pragma once

#include <map>
#include <string>

#include "sim/scenario/document.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/study.h"

namespace mqseal::scenario {

/// Where each value of the file stands, by its --set path ("groups.0.qos", "matrix.cipher.2").
using Positions = std::map<std::string, Position>;

/// Reads the root map. Throws base::Error (usage).
[[nodiscard]] Scenario read_scenario(const Node& root, Positions& positions);

/// Whether the file includes others instead of measuring itself.
[[nodiscard]] bool is_study(const Node& root);
/// Reads the root map of such a file. Throws base::Error (usage).
[[nodiscard]] Study read_study(const Node& root, Positions& positions);

/// Applies one --set flag, "PATH=VALUE" with VALUE in YAML flow style: replaces the value at PATH
/// or adds it; elements of lists by index from 0, or by name where they have one.
void apply_flag(Node& root, const std::string& flag);

}  // namespace mqseal::scenario
