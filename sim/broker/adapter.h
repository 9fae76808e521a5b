// SPDX-License-Identifier: MIT
// What one broker differs in from the others; child_broker.h does the rest. Internal to sim/broker.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/broker/capability.h"
#include "sim/broker/port.h"
#include "sim/pki/pki.h"
#include "sim/scenario/scenario.h"

namespace mqseal::broker {

/// What a configuration stands on.
struct Setup {
  scenario::BrokerSettings settings;
  pki::Tree tree;                 ///< absolute paths
  PortPair ports;                 ///< on 127.0.0.1; 0: no such listener (takes_extras only)
  std::filesystem::path home;     ///< absolute; the broker works and keeps its files here
  std::filesystem::path program;  ///< what find() returned, absolute
};

/// How it is started.
struct Command {
  std::vector<std::string> argv;         ///< as in LaunchOptions
  std::vector<std::string> environment;  ///< "NAME=value"
  std::string user, password;            ///< as in client::Endpoint
  std::string any_user;                  ///< as there
};

struct Adapter {
  std::string_view title;
  std::string_view package;        ///< what to install
  std::string_view install;        ///< how
  std::string_view configuration;  ///< the file in its folder that says how it was set up
  /// What a start takes at most, on a machine with other things to do.
  std::chrono::seconds ready_within{10};
  /// Probed at the start of a campaign; the test of the catalogue holds this against the probe.
  std::vector<Capability> capabilities;
  bool takes_passwords = false;  ///< `identity: password` works
  bool keeps_on_disk = false;    ///< `persistence: true` works
  bool takes_extras = false;     ///< `listeners`, `password`, `revocation`, `files` work
  /// What is started may itself start the process that listens.
  bool behind_script = false;
  std::string_view quirks;  ///< what one must know to read its figures; empty: nothing

  /// The program, or nothing where it is not installed.
  std::optional<std::filesystem::path> (*find)();
  /// Throws base::Error (environment) where the program is not what it should be.
  std::string (*version)(const std::filesystem::path& program);
  /// Writes the configuration. Throws base::Error (usage) for a setting that it cannot take.
  Command (*configure)(const Setup& setup);
};

/// The program, absolute. Throws base::Error (environment), with how to install it.
[[nodiscard]] std::filesystem::path require_program(const std::string& kind,
                                                    const Adapter& adapter);

/// Throws base::Error (usage) for a setting that no broker of this kind can take.
void check_settings(const std::string& kind,
                    const Adapter& adapter,
                    const scenario::BrokerSettings& settings);

#define MQSEAL_BROKER(kind, seconds) const Adapter& kind##_adapter();
#include "sim/scenario/broker_kinds.def"
#undef MQSEAL_BROKER

}  // namespace mqseal::broker
