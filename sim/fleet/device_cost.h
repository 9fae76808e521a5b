// SPDX-License-Identifier: MIT
// What the device that a publisher stands for takes for a message: time that the schedule waits,
// and energy for the result.
#pragma once

#include <cstddef>
#include <map>

#include "sim/device/message.h"
#include "sim/fleet/window.h"
#include "sim/record/result.h"
#include "sim/scenario/plan.h"

namespace mqseal::fleet {

/// Of one publisher group; nothing where it has no device.
class DeviceCost {
 public:
  /// Throws base::Error (usage) where the device's time for the group's cipher is not known.
  explicit DeviceCost(const scenario::Group& group);

  /// From the intended time to the moment when the message is out: computing, then the radio.
  [[nodiscard]] Nanos delay(std::size_t payload_bytes);

 private:
  [[nodiscard]] device::MessageCost cost(std::size_t payload_bytes) const;

  const scenario::Group* group_;
  const device::Profile* profile_ = nullptr;
  std::map<std::size_t, Nanos> delays_;  ///< by payload size, as met
};

/// RunResult::device, where all publishers carry the same device and size; a warning where they
/// differ.
void add_device(record::RunResult& result, const scenario::Run& run);

}  // namespace mqseal::fleet
