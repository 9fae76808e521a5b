// SPDX-License-Identifier: MIT
#include "sim/flood/catalogue.h"

#include <algorithm>
#include <array>

#include "sim/flood/drivers/drivers.h"

namespace mqseal::flood {
namespace {

constexpr std::array table = {
#define MQSEAL_FLOOD(                                                                             \
    function, id, title, unit, connections, window, messages, volume, size, rate, needs, answers) \
  FloodInfo{id,                                                                                   \
            title,                                                                                \
            Unit::unit,                                                                           \
            {connections, window, messages, volume, size, rate},                                  \
            &function,                                                                            \
            needs,                                                                                \
            answers},
#include "sim/flood/catalogue.def"
#undef MQSEAL_FLOOD
};

}  // namespace

std::string_view to_string(Unit unit) noexcept {
  switch (unit) {
    case Unit::connections:
      return "connections";
    case Unit::handshakes:
      return "handshakes";
    case Unit::sessions:
      return "sessions";
    case Unit::messages:
      break;
  }
  return "messages";
}

std::span<const FloodInfo> catalogue() noexcept {
  return table;
}

const FloodInfo* find_flood(std::string_view id) noexcept {
  const auto* const found = std::ranges::find(table, id, &FloodInfo::id);
  return found == table.end() ? nullptr : found;
}

}  // namespace mqseal::flood
