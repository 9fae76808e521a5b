// SPDX-License-Identifier: MIT
#include <valgrind/memcheck.h>

#include "tests/ct/tool.h"

namespace mqseal::ct {

bool watched() {
  return RUNNING_ON_VALGRIND != 0;
}

void make_secret(void* data, std::size_t bytes) {
  static_cast<void>(VALGRIND_MAKE_MEM_UNDEFINED(data, bytes));
}

void make_public(void* data, std::size_t bytes) {
  static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(data, bytes));
}

bool reports(void (*run)(const Kernel&), const Kernel& kernel, bool) {
  const auto before = VALGRIND_COUNT_ERRORS;
  run(kernel);
  return VALGRIND_COUNT_ERRORS != before;
}

}  // namespace mqseal::ct
