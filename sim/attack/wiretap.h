// SPDX-License-Identifier: MIT
// The attacker on the network path: everything that goes over the broker's ports, as libpcap sees
// it, with a control text that went over them in clear.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/attack/attack.h"
#include "sim/wire/canary.h"
#include "sim/wire/capture.h"

namespace mqseal::attack {

class Wiretap {
 public:
  /// Begins. nullptr where the system does not allow it, with `why`.
  [[nodiscard]] static std::unique_ptr<Wiretap> start(const Setting& setting, std::string& why);

  /// Sends the control and ends. False where the capture is not complete.
  [[nodiscard]] bool finish();

  /// After finish(): where a text was seen.
  [[nodiscard]] wire::Finding look_for(const std::string& what, const std::string& text) const;

  [[nodiscard]] const std::vector<wire::Stream>& streams() const noexcept { return streams_; }

 private:
  Wiretap(const Setting& setting, std::unique_ptr<wire::Capture> capture);

  const Setting& setting_;
  std::unique_ptr<wire::Capture> capture_;
  std::string control_;
  std::vector<wire::Stream> streams_;
};

/// The ports that the broker has.
[[nodiscard]] std::vector<std::uint16_t> ports_of(const client::Endpoint& endpoint);

}  // namespace mqseal::attack
