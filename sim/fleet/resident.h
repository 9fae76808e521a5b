// SPDX-License-Identifier: MIT
// Memory of this process, as the kernel sees it.
#pragma once

#include <cstdint>

namespace mqseal::fleet {

/// Resident set in bytes (/proc/self/statm); 0 where it cannot be read.
[[nodiscard]] std::uint64_t resident_bytes() noexcept;
/// Gives memory that malloc keeps back to the kernel first, so that growth from here on shows.
[[nodiscard]] std::uint64_t resident_bytes_trimmed() noexcept;

}  // namespace mqseal::fleet
