// SPDX-License-Identifier: MIT
// nftables through its library, so that neither a program nor privileges of a child are needed.
// Internal to sim/sandbox: the calling thread must be inside a network namespace of ours.
#pragma once

#include <string>

namespace mqseal::sandbox {

/// As Network::set_rules, in the calling thread's network.
void replace_rules(const std::string& rules);

}  // namespace mqseal::sandbox
