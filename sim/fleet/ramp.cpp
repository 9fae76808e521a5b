// SPDX-License-Identifier: MIT
#include "sim/fleet/ramp.h"

namespace mqseal::fleet {

void Ramp::enter(Climber& climber) {
  line_.push_back(&climber);
  call_next();
}

void Ramp::leave() {
  ++free_;
  call_next();
}

void Ramp::call_next() {
  if (calling_) {
    return;
  }
  calling_ = true;
  while (free_ > 0 && !line_.empty()) {
    Climber* const next = line_.front();
    line_.pop_front();
    --free_;
    next->climb();
  }
  calling_ = false;
}

}  // namespace mqseal::fleet
