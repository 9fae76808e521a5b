// SPDX-License-Identifier: MIT
#include "sim/fleet/device_cost.h"

#include <cmath>
#include <tuple>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/fleet/wire.h"
#include "sim/scenario/envelope_config.h"
#include "sim/scenario/topic.h"

namespace mqseal::fleet {

namespace {

device::Message message_of(const scenario::Group& group, std::size_t payload_bytes) {
  device::Message message;
  message.envelope = scenario::envelope_of(group, 1);
  message.payload_bytes = payload_bytes;
  message.topic_bytes = scenario::expand_topic(group.topic, group.name, 0).size();
  const std::size_t sealed = envelope::sealed_bytes(message.envelope, payload_bytes);
  const std::uint64_t packet =
      publish_bytes(message.topic_bytes, sealed, group.qos, group.mqtt_version);
  message.framing_bytes = static_cast<std::size_t>(packet) - sealed;
  return message;
}

record::DeviceCost record_of(const device::Profile& profile,
                             const scenario::Group& group,
                             const device::MessageCost& cost,
                             std::size_t payload_bytes) {
  record::DeviceCost record;
  record.profile = profile.id;
  record.microcontroller = profile.target.value_or("");
  record.basis = cost.basis;
  record.payload_bytes = payload_bytes;
  record.air_bytes = cost.air_bytes;
  record.cycles = cost.cycles;
  record.cycles_high = cost.cycles_high;
  if (cost.build != nullptr) {
    record.implementation = cost.build->implementation;
    record.flash_bytes = cost.build->flash_bytes;
    record.ram_bytes = cost.build->ram_bytes;
    record.stack_bytes = cost.build->stack_bytes;
  }
  record.compute_seconds = cost.compute_seconds.value_or(0);
  record.air_seconds = cost.air_seconds;
  record.compute_uj = cost.compute_uj;
  record.air_uj = cost.air_uj;
  record.battery_days = device::battery_days(profile, cost, group.rate_msg_s);
  return record;
}

}  // namespace

DeviceCost::DeviceCost(const scenario::Group& group) : group_(&group) {
  if (group.device.empty()) {
    return;
  }
  profile_ = device::find_profile(group.device);
  const device::MessageCost largest = cost(group.payload_bytes.largest());
  if (!largest.seconds()) {
    throw base::Error(base::ExitCode::usage,
                      fmt::format("group {}: what {} costs on device {} is not known: {}",
                                  group.name,
                                  group.cipher,
                                  group.device,
                                  largest.why_not));
  }
}

device::MessageCost DeviceCost::cost(std::size_t payload_bytes) const {
  return device::cost_of(*profile_, message_of(*group_, payload_bytes));
}

Nanos DeviceCost::delay(std::size_t payload_bytes) {
  if (profile_ == nullptr) {
    return 0;
  }
  const auto known = delays_.find(payload_bytes);
  if (known != delays_.end()) {
    return known->second;
  }
  const double seconds = cost(payload_bytes).seconds().value_or(0);
  const auto delay =
      static_cast<Nanos>(std::llround(seconds * static_cast<double>(base::nanos_per_second)));
  delays_[payload_bytes] = delay;
  return delay;
}

void add_device(record::RunResult& result, const scenario::Run& run) {
  const scenario::Group* first = nullptr;
  for (const scenario::Group& group : run.groups) {
    if (group.role != scenario::Role::publisher) {
      continue;
    }
    const auto same = [](const scenario::Group& a, const scenario::Group& b) {
      return std::tie(a.device, a.cipher, a.nonce, a.tag_bytes, a.format) ==
                 std::tie(b.device, b.cipher, b.nonce, b.tag_bytes, b.format) &&
             a.payload_bytes == b.payload_bytes;
    };
    if (first == nullptr) {
      first = &group;
    } else if (!same(*first, group)) {
      result.warnings.push_back(
          fmt::format("device: groups differ; the figures are those of {} alone", first->name));
      break;
    }
  }
  if (first == nullptr || first->device.empty()) {
    return;
  }
  const device::Profile& profile = *device::find_profile(first->device);
  const auto payload = static_cast<std::size_t>(std::llround(first->payload_bytes.mean()));
  result.device =
      record_of(profile, *first, device::cost_of(profile, message_of(*first, payload)), payload);
}

}  // namespace mqseal::fleet
