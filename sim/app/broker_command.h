// SPDX-License-Identifier: MIT
// `mqseal broker`: the lab's two-port broker in the foreground, for work by hand.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "sim/base/error.h"

namespace mqseal::app {

struct BrokerFlags {
  std::uint16_t plain_port = 1883;  ///< 0: the kernel chooses
  std::uint16_t tls_port = 8883;
  /// Certificates (made here where there are none), mosquitto.conf and broker.log.
  std::filesystem::path dir = "mqseal-lab";
  std::string key_type = "rsa-2048";  ///< of certificates made here; or "ecdsa-p256"
};

/// Prints the ports and command lines that use them, then waits. Done on SIGINT, SIGTERM or SIGHUP.
/// Throws base::Error where the broker cannot start or ends by itself.
base::ExitCode run_broker(const BrokerFlags& flags);

}  // namespace mqseal::app
