// SPDX-License-Identifier: MIT
// Any other broker: the scenario's own command line, which finds in its environment what to listen
// on and with which certificates.
#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/broker/adapter.h"

namespace mqseal::broker {
namespace {

std::optional<std::filesystem::path> find() {
  return "/bin/sh";
}

std::string version(const std::filesystem::path& /*program*/) {
  return "of the command";
}

Command configure(const Setup& setup) {
  const scenario::BrokerSettings& settings = setup.settings;
  if (settings.command.empty() || !settings.settings.empty()) {
    throw base::Error(base::ExitCode::usage,
                      settings.command.empty()
                          ? "broker.command: kind: command needs the command line to start"
                          : "broker.settings: what a command is set to stands in the command");
  }
  Command command;
  command.argv = {setup.program.string(), "-c", settings.command};
  command.environment = {
      fmt::format("MQSEAL_PLAIN_PORT={}", setup.ports.plain),
      fmt::format("MQSEAL_TLS_PORT={}", setup.ports.tls),
      fmt::format("MQSEAL_CA={}", setup.tree.ca_crt.string()),
      fmt::format("MQSEAL_CERT={}", setup.tree.broker_crt.string()),
      fmt::format("MQSEAL_KEY={}", setup.tree.broker_key.string()),
      fmt::format("MQSEAL_DIR={}", setup.home.string()),
  };
  return command;
}

}  // namespace

const Adapter& command_adapter() {
  static const Adapter adapter{.title = "any other, by its command line",
                               .package = "",
                               .install = "",
                               .configuration = "",
                               .ready_within = std::chrono::seconds(60),
                               .capabilities = {},
                               .takes_passwords = false,
                               .keeps_on_disk = false,
                               .behind_script = true,
                               .quirks = {},
                               .find = find,
                               .version = version,
                               .configure = configure};
  return adapter;
}

}  // namespace mqseal::broker
