// SPDX-License-Identifier: MIT
#pragma once

#include "sim/base/clock.h"

namespace mqseal::fleet {

using base::Nanos;

/// When things happen, on the monotonic clock. What is due from `begin` on, and before `end`, is
/// measured; what is due before `begin` warms up.
struct Window {
  Nanos origin = 0, begin = 0, end = 0;
};

}  // namespace mqseal::fleet
