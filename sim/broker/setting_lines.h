// SPDX-License-Identifier: MIT
// A scenario's `broker.settings` as lines of a configuration file. Internal to sim/broker.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace mqseal::broker {

using Settings = std::map<std::string, std::string>;

/// `ours` with the scenario's `settings` over them. Throws base::Error (usage), naming `file`, for
/// a key in `fixed` (mqseal stands on those) or a text that is no single line.
[[nodiscard]] Settings merged(std::string_view file,
                              Settings ours,
                              const Settings& settings,
                              const Settings& fixed);

}  // namespace mqseal::broker
