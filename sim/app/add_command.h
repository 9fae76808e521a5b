// SPDX-License-Identifier: MIT
// Inside of sim/app only: how a subcommand is added. Needs CLI11, so only the command_line*.cpp
// files include it.
#pragma once

#include <functional>
#include <memory>

#include <CLI/CLI.hpp>

namespace mqseal::app {

/// Set by the subcommand that the command line names; run after parsing.
using Action = std::function<int()>;

template <class Flags>
struct Command {
  CLI::App* app;
  std::shared_ptr<Flags> flags;
};

/// A subcommand that fills a `Flags` and then runs `run` on it.
template <class Flags, class Run>
Command<Flags> add(
    CLI::App& app, Action& action, const char* name, const char* help, const Run& run) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand(name, help);
  command->callback(
      [&action, flags, run] { action = [flags, run] { return static_cast<int>(run(*flags)); }; });
  return {command, flags};
}

/// The commands for work by hand: pki, broker, pub, sub, seal, open.
void add_commands_by_hand(CLI::App& app, Action& action);

}  // namespace mqseal::app
