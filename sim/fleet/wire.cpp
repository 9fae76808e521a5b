// SPDX-License-Identifier: MIT
#include "sim/fleet/wire.h"

#include <cmath>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "ciphers/envelope/envelope.h"
#include "sim/scenario/envelope_config.h"
#include "sim/scenario/topic.h"

namespace mqseal::fleet {

std::uint64_t publish_bytes(std::size_t topic_bytes,
                            std::size_t payload_bytes,
                            int qos,
                            int mqtt_version) noexcept {
  constexpr std::size_t length_bytes = 2, packet_id_bytes = 2, no_properties = 1, group = 128;
  const std::size_t remaining = length_bytes + topic_bytes + (qos > 0 ? packet_id_bytes : 0) +
                                (mqtt_version == 5 ? no_properties : 0) + payload_bytes;
  std::uint64_t fixed_header = 2;  // type and flags, and the first byte of the remaining length
  for (std::size_t rest = remaining / group; rest > 0; rest /= group) {
    ++fixed_header;
  }
  return fixed_header + remaining;
}

void add_wire(record::RunResult& result, const scenario::Run& run) {
  std::optional<record::Wire> first;
  for (const scenario::Group& group : run.groups) {
    if (group.role != scenario::Role::publisher) {
      continue;
    }
    const std::string topic = scenario::expand_topic(group.topic, group.name, 0);
    record::Wire wire;
    wire.payload_bytes = static_cast<std::uint64_t>(std::lround(group.payload_bytes.mean()));
    wire.envelope_bytes =
        envelope::sealed_bytes(scenario::envelope_of(group, 1), wire.payload_bytes);
    if (!group.payload_bytes.is_fixed()) {
      result.warnings.push_back(fmt::format(
          "wire: {} has payloads of many sizes; the figures are of their mean, {} bytes",
          group.name,
          wire.payload_bytes));
    }
    wire.publish_bytes =
        publish_bytes(topic.size(), wire.envelope_bytes, group.qos, group.mqtt_version);
    if (group.format == "lab") {
      result.warnings.push_back("wire: of group " + group.name +
                                " the longest; the text of format lab depends on its bytes");
    }
    const auto sizes = [](const record::Wire& w) {
      return std::tie(w.payload_bytes, w.envelope_bytes);
    };
    if (!first) {
      first = wire;
    } else if (sizes(*first) != sizes(wire)) {
      result.warnings.push_back("wire: groups differ; the figures are those of the first, not of " +
                                group.name);
    }
  }
  result.wire = first.value_or(record::Wire{});
}

}  // namespace mqseal::fleet
