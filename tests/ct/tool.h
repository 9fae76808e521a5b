// SPDX-License-Identifier: MIT
// The tool that watches secrets: valgrind's memcheck, or MemorySanitizer for the instruction sets
// that valgrind does not know. Both were made to find uninitialised memory; here a secret is marked
// as uninitialised, so that a branch or an address that depends on it is reported.
#pragma once

#include <cstddef>

namespace mqseal::ct {

struct Kernel;

/// False where nothing watches: not started under valgrind.
[[nodiscard]] bool watched();
void make_secret(void* data, std::size_t bytes);
void make_public(void* data, std::size_t bytes);
/// True where the tool reported anything while `run(kernel)` ran. The report itself goes to its log
/// or to standard error, unless it is `expected`.
[[nodiscard]] bool reports(void (*run)(const Kernel&), const Kernel& kernel, bool expected);

}  // namespace mqseal::ct
