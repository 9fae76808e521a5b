// SPDX-License-Identifier: MIT
// SlowITe (CVE-2020-13849): sessions that the broker must keep for 27 hours, because the client
// chose a keep-alive of 65535 s and MQTT closes after one and a half.
#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

class KeepAlive final : public SessionDriver {
 public:
  using SessionDriver::SessionDriver;

 protected:
  [[nodiscard]] ConnectFields fields(const Connection& connection) const override {
    ConnectFields fields = SessionDriver::fields(connection);
    fields.keep_alive_s = 65535;
    return fields;
  }

  void on_session(Connection& /*connection*/) override {}
};

}  // namespace

std::unique_ptr<Driver> keep_alive(Flood& flood) {
  return std::make_unique<KeepAlive>(flood);
}

}  // namespace mqseal::flood
