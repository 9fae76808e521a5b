// SPDX-License-Identifier: MIT
#include "tests/envelope/allocation_counter.h"

#include <atomic>
#include <cerrno>
#include <cstddef>

namespace {

std::atomic<std::uint64_t> count{0};

}  // namespace

// glibc's own entry points (malloc/malloc.c); free stays the library's.
extern "C" {
void* __libc_malloc(std::size_t bytes);                       // NOLINT
void* __libc_calloc(std::size_t n, std::size_t bytes);        // NOLINT
void* __libc_realloc(void* old, std::size_t bytes);           // NOLINT
void* __libc_memalign(std::size_t align, std::size_t bytes);  // NOLINT

void* malloc(std::size_t bytes) {
  ++count;
  return __libc_malloc(bytes);
}

void* calloc(std::size_t n, std::size_t bytes) {
  ++count;
  return __libc_calloc(n, bytes);
}

void* realloc(void* old, std::size_t bytes) {
  ++count;
  return __libc_realloc(old, bytes);
}

void* memalign(std::size_t align, std::size_t bytes) {
  ++count;
  return __libc_memalign(align, bytes);
}

void* aligned_alloc(std::size_t align, std::size_t bytes) {
  ++count;
  return __libc_memalign(align, bytes);
}

int posix_memalign(void** out, std::size_t align, std::size_t bytes) {
  ++count;
  *out = __libc_memalign(align, bytes);
  return *out == nullptr ? ENOMEM : 0;
}
}

namespace mqseal::envelope::test {

std::uint64_t allocations() noexcept {
  return count.load();
}

}  // namespace mqseal::envelope::test
