// SPDX-License-Identifier: MIT
// CONNECT with a legitimate client's id: the broker must throw the other one out (MQTT 3.1.1,
// 3.1.4-2). Client ids hold for the whole broker, so the plain port reaches clients of the TLS one.
#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

class Takeover final : public SessionDriver {
 public:
  using SessionDriver::SessionDriver;

  [[nodiscard]] bool rate_is_of_connections() const override { return true; }

  [[nodiscard]] bool wants_connection() const override { return !flood_.job().victims.empty(); }

 protected:
  [[nodiscard]] ConnectFields fields(const Connection& connection) const override {
    ConnectFields fields = SessionDriver::fields(connection);
    const auto& victims = flood_.job().victims;
    fields.id = victims[connection.number() % victims.size()];
    return fields;
  }

  void on_session(Connection& connection) override { flood_.finish(connection); }
};

}  // namespace

std::unique_ptr<Driver> takeover_flood(Flood& flood) {
  return std::make_unique<Takeover>(flood);
}

}  // namespace mqseal::flood
