// SPDX-License-Identifier: MIT
// What the constant-time test compiles the kernels with: the verdict of a tag comparison, which was
// computed from secrets and may be branched upon, is made known to the tool.
#pragma once

#if defined(MQSEAL_CT_MSAN)
#include <sanitizer/msan_interface.h>
#define MQSEAL_DECLASSIFY(object) __msan_unpoison(&(object), sizeof(object))
#else
#include <valgrind/memcheck.h>
#define MQSEAL_DECLASSIFY(object) \
  static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(&(object), sizeof(object)))
#endif
