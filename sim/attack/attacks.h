// SPDX-License-Identifier: MIT
// The functions that catalogue.def names, one .cpp each.
#pragma once

#include "sim/attack/attack.h"

namespace mqseal::attack {

#define MQSEAL_SECURITY_ATTACK(function, id, title, needs, answers) \
  [[nodiscard]] record::Attack function(const Setting& setting);
#include "sim/attack/catalogue.def"
#undef MQSEAL_SECURITY_ATTACK

}  // namespace mqseal::attack
