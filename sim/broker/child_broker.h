// SPDX-License-Identifier: MIT
// Any broker of the catalogue as a child process: found, configured, started, asked until it
// answers, watched, started again. Internal to sim/broker; its tests use it too.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "sim/broker/adapter.h"
#include "sim/broker/broker.h"

namespace mqseal::broker {

/// As broker::start; gives up where no CONNACK came on both ports within `ready_within` (default:
/// the adapter's).
[[nodiscard]] std::unique_ptr<Broker> start_child(
    const std::string& kind,
    const Adapter& adapter,
    const scenario::BrokerSettings& settings,
    const pki::Tree& tree,
    const std::filesystem::path& dir,
    std::optional<std::chrono::milliseconds> ready_within = std::nullopt,
    const std::atomic<bool>* stop = nullptr);

}  // namespace mqseal::broker
