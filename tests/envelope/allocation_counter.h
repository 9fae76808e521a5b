// SPDX-License-Identifier: MIT
// Counts heap allocations of the process it is linked into, by standing in front of the C library's
// malloc (operator new calls it too). Not together with a sanitizer, which stands there itself.
#pragma once

#include <cstdint>

namespace mqseal::envelope::test {

/// malloc, calloc, realloc, aligned_alloc, posix_memalign and memalign so far.
[[nodiscard]] std::uint64_t allocations() noexcept;

}  // namespace mqseal::envelope::test
