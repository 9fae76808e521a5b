// SPDX-License-Identifier: MIT
// Eclipse Mosquitto as a child process. Internal to sim/broker; its tests use it too.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "sim/broker/broker.h"

namespace mqseal::broker {

/// The program to run: $MQSEAL_MOSQUITTO where that is set (for a build of one's own), else the
/// first `mosquitto` in PATH and the system's sbin folders, which an ordinary user's PATH lacks.
[[nodiscard]] std::optional<std::filesystem::path> find_mosquitto();

/// As broker::start; gives up where no CONNACK came on both ports within `ready_within`.
[[nodiscard]] std::unique_ptr<Broker> start_mosquitto(
    const scenario::BrokerSettings& settings,
    const pki::Tree& tree,
    const std::filesystem::path& dir,
    std::chrono::milliseconds ready_within = std::chrono::seconds(10));

}  // namespace mqseal::broker
