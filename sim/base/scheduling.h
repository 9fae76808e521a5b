// SPDX-License-Identifier: MIT
// How the kernel treats the calling thread: where it runs, and how soon it runs once it is woken.
#pragma once

namespace mqseal::base {

/// From now on only on this CPU; false where that CPU is not ours to use.
[[nodiscard]] bool pin_thread(int cpu);

/// The thread's turns become as short as the kernel allows (0.1 ms), so that it is put before a
/// thread with usual turns (3 ms) when it wakes; its share of the CPU stays what it is. Linux 6.12
/// and later (sched_setattr(2), sched_runtime under SCHED_OTHER); earlier kernels ignore it.
void take_short_turns();

}  // namespace mqseal::base
