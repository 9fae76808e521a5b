// SPDX-License-Identifier: MIT
// Whether this process can make network and PID namespaces. Root can; an ordinary user can after a
// move into a user namespace of its own, in which it keeps its user and group number.
#pragma once

#include <string>

namespace mqseal::sandbox {

struct Support {
  bool possible = false;
  std::string reason;  ///< why not; empty where possible
};

/// Tries it out in a child process (about 2 ms). Where only a user namespace helps, this process
/// moves into one for the rest of its life: to be called while it has a single thread, before it
/// starts anything. In there set-user-ID programs (sudo) have no effect. Never throws for a system
/// that refuses; that is the reason.
[[nodiscard]] Support prepare();

}  // namespace mqseal::sandbox
