// SPDX-License-Identifier: MIT
// Connections that never say anything: each takes a descriptor of the broker's, until its own
// time-out (mosquitto 2.0.11: 95 s).
#include "sim/flood/drivers/drivers.h"

namespace mqseal::flood {
namespace {

class Hold final : public Driver {
 public:
  [[nodiscard]] bool speaks_tls() const override { return false; }
};

}  // namespace

std::unique_ptr<Driver> tcp_hold(Flood& /*flood*/) {
  return std::make_unique<Hold>();
}

std::unique_ptr<Driver> tls_silent(Flood& /*flood*/) {
  return std::make_unique<Hold>();
}

}  // namespace mqseal::flood
