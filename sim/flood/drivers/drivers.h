// SPDX-License-Identifier: MIT
// The functions that catalogue.def names, one .cpp each.
#pragma once

#include <memory>

#include "sim/flood/driver.h"

namespace mqseal::flood {

#define MQSEAL_FLOOD(                                                                             \
    function, id, title, unit, connections, window, messages, volume, size, rate, needs, answers) \
  [[nodiscard]] std::unique_ptr<Driver> function(Flood& flood);
#include "sim/flood/catalogue.def"
#undef MQSEAL_FLOOD

}  // namespace mqseal::flood
