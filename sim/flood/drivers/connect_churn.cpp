// SPDX-License-Identifier: MIT
// CONNECT, CONNACK, away; as fast as the broker lets in.
#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

class Churn : public SessionDriver {
 public:
  using SessionDriver::SessionDriver;

  [[nodiscard]] bool holds() const override { return false; }

 protected:
  void on_session(Connection& connection) override { flood_.finish(connection); }
};

/// The broker computes its password hash each time, and says no.
class WrongPassword final : public Churn {
 public:
  using Churn::Churn;

  void on_packet(Connection& connection, const Packet& packet) override {
    const bool yes = flood_.accepted(packet);
    flood_.tally().messages += yes ? 0 : 1;
    flood_.finish(connection);
  }

 protected:
  [[nodiscard]] ConnectFields fields(const Connection& connection) const override {
    ConnectFields fields = Churn::fields(connection);
    fields.user = flood_.job().user.empty() ? "somebody" : flood_.job().user;
    fields.password = "not the password";
    return fields;
  }
};

}  // namespace

std::unique_ptr<Driver> connect_churn(Flood& flood) {
  return std::make_unique<Churn>(flood);
}

std::unique_ptr<Driver> wrong_password(Flood& flood) {
  return std::make_unique<WrongPassword>(flood);
}

}  // namespace mqseal::flood
