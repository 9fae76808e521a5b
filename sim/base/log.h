// SPDX-License-Identifier: MIT
// The program's log, on standard error: what a person should know while it works. Results and
// tables go to standard output, never here. Nothing secret is ever passed in. Any thread.
#pragma once

#include <string_view>

namespace mqseal::base {

enum class LogLevel { debug, info, warning, error, off };

/// Sets the level of the process (info until called). Lines read "mqseal: warning: ..."; colour
/// only on a terminal.
void set_up_logging(LogLevel level);

void log_debug(std::string_view text);
void log_info(std::string_view text);
void log_warning(std::string_view text);
void log_error(std::string_view text);

}  // namespace mqseal::base
