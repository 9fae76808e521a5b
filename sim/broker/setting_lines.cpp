// SPDX-License-Identifier: MIT
#include "sim/broker/setting_lines.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/text.h"

namespace mqseal::broker {

Settings merged(std::string_view file,
                Settings ours,
                const Settings& settings,
                const Settings& fixed) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  for (const auto& [key, value] : settings) {
    if (key.empty() || std::ranges::any_of(key, is_control) ||
        std::ranges::any_of(value, is_control)) {
      throw base::Error(base::ExitCode::usage,
                        fmt::format("broker settings: '{}: {}' cannot be a line of {}",
                                    base::printable(key),
                                    base::printable(value),
                                    file));
    }
    if (fixed.contains(key)) {
      throw base::Error(
          base::ExitCode::usage,
          fmt::format("broker settings: '{}' is set by mqseal itself in {}; remove it", key, file));
    }
    ours[key] = value;
  }
  ours.insert(fixed.begin(), fixed.end());
  return ours;
}

}  // namespace mqseal::broker
