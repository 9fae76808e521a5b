// SPDX-License-Identifier: MIT
#include "sim/broker/adapter.h"

#include <fmt/format.h>

#include "sim/base/error.h"

namespace mqseal::broker {

namespace fs = std::filesystem;
using base::Error;
using base::ExitCode;

fs::path require_program(const std::string& kind, const Adapter& adapter) {
  const auto program = adapter.find();
  if (!program) {
    throw Error(
        ExitCode::environment,
        fmt::format(
            "broker: {} was not found on this machine; install it: {}", kind, adapter.install));
  }
  return fs::absolute(*program);
}

void check_settings(const std::string& kind,
                    const Adapter& adapter,
                    const scenario::BrokerSettings& settings) {
  if (settings.persistence && !adapter.keeps_on_disk) {
    throw Error(ExitCode::usage,
                fmt::format("broker.persistence: {} keeps nothing on disk; remove the line", kind));
  }
  if (!settings.command.empty() && kind != "command") {
    throw Error(
        ExitCode::usage,
        fmt::format("broker.command: {} is started by mqseal itself; use kind: command", kind));
  }
  const bool extras = settings.listeners != scenario::Listeners::both || settings.password ||
                      settings.revocation || !settings.files.empty();
  if (extras && !adapter.takes_extras) {
    throw Error(ExitCode::usage,
                fmt::format("broker: mqseal sets listeners, password, revocation and files up for "
                            "mosquitto only, not for {}",
                            kind));
  }
}

}  // namespace mqseal::broker
