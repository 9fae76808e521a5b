// SPDX-License-Identifier: MIT
// From argv to a command.
#pragma once

namespace mqseal::app {

/// Parses, runs the command that argv names, returns the exit code. A wrong flag is said on
/// standard error and returns 2. Passes on what the command throws.
int command_line(int argc, char** argv);

}  // namespace mqseal::app
