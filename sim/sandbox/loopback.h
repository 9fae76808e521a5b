// SPDX-License-Identifier: MIT
// Internal to sim/sandbox.
#pragma once

namespace mqseal::sandbox {

/// Sets the loopback device of the calling thread's network namespace up, with ethernet_mtu. False,
/// with errno, where that is refused. Async-signal-safe.
[[nodiscard]] bool bring_loopback_up() noexcept;

}  // namespace mqseal::sandbox
