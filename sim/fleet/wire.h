// SPDX-License-Identifier: MIT
// How many bytes a message is on the wire, from the run's settings alone.
#pragma once

#include "sim/record/result.h"
#include "sim/scenario/plan.h"

namespace mqseal::fleet {

/// Length of an MQTT PUBLISH packet, fixed header included (MQTT 3.1.1, 3.3; MQTT 5.0, 3.3, without
/// properties).
[[nodiscard]] std::uint64_t publish_bytes(std::size_t topic_bytes,
                                          std::size_t payload_bytes,
                                          int qos,
                                          int mqtt_version) noexcept;

/// RunResult::wire, of each publisher group's first client; where groups differ, of the first, with
/// a warning.
void add_wire(record::RunResult& result, const scenario::Run& run);

}  // namespace mqseal::fleet
