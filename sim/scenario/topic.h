// SPDX-License-Identifier: MIT
// MQTT topic names and filters, and the placeholders of scenario files. Pure text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.h"

namespace mqseal::scenario {

/// Replaces every {group} by `group` and every {client} by `client` in decimal.
[[nodiscard]] std::string expand_topic(std::string_view topic,
                                       std::string_view group,
                                       std::size_t client);

/// Whether a broker sends a message with topic name `topic` to a subscription with `filter`: `+`
/// and `#` as in MQTT 3.1.1, section 4.7.1; a wildcard at the start does not match `$...`
/// (section 4.7.2). Both must be valid; no shared subscriptions.
[[nodiscard]] bool topic_matches(std::string_view filter, std::string_view topic) noexcept;

/// Empty where `topic` is a topic name to publish to; else why not. Refuses also what the standard
/// allows but brokers keep for themselves (`$SYS/...`).
[[nodiscard]] std::string topic_name_fault(std::string_view topic);
/// Empty where `filter` is a filter to subscribe to; else why not. Refuses `$share/`.
[[nodiscard]] std::string topic_filter_fault(std::string_view filter);

/// What goes from one publisher group to one subscriber group.
struct FlowShape {
  std::size_t from = 0, to = 0;  ///< indices into the groups
  std::uint64_t pairs = 0;       ///< (publisher client, subscriber client) that match; > 0
};

/// All flows between the groups of one run, in order of `to`, then `from`. Topics must be valid.
/// Throws base::Error (usage) where wildcards and {client} together make more than 2e7 pairs to
/// look at.
[[nodiscard]] std::vector<FlowShape> flows_between(const std::vector<Group>& groups);

}  // namespace mqseal::scenario
