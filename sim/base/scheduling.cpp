// SPDX-License-Identifier: MIT
#include "sim/base/scheduling.h"

#include <cstddef>
#include <cstdint>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mqseal::base {
namespace {

/// sched_attr of linux/sched/types.h, whose header and glibc 2.36's <sched.h> exclude each other.
struct Attributes {
  std::uint32_t size, policy;
  std::uint64_t flags;
  std::int32_t nice;
  std::uint32_t priority;
  std::uint64_t runtime_ns, deadline_ns, period_ns;
};

static_assert(sizeof(Attributes) == 48);  // SCHED_ATTR_SIZE_VER0

constexpr std::uint64_t shortest_turn_ns = 100'000;  // Linux, kernel/sched/syscalls.c

}  // namespace

bool pin_thread(int cpu) {
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(static_cast<std::size_t>(cpu), &only);
  return ::sched_setaffinity(0, sizeof only, &only) == 0;
}

void take_short_turns() {
  Attributes attributes{};
  if (::syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0 ||
      attributes.policy != SCHED_OTHER) {
    return;
  }
  attributes.runtime_ns = shortest_turn_ns;
  ::syscall(SYS_sched_setattr, 0, &attributes, 0);
}

}  // namespace mqseal::base
