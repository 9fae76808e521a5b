// SPDX-License-Identifier: MIT
// One recorded ClientHello, sent on every connection: the broker computes its half of the
// handshake, the attacker computes nothing. No certificate is asked for before that.
#include "sim/flood/drivers/drivers.h"
#include "sim/flood/flood.h"

namespace mqseal::flood {
namespace {

class Hello final : public Driver {
 public:
  explicit Hello(Flood& flood) : flood_(flood), hello_(TlsSetup({}, {}).client_hello()) {}

  [[nodiscard]] bool speaks_tls() const override { return false; }

  [[nodiscard]] bool holds() const override { return false; }

  void on_open(Connection& connection) override { connection.send(hello_); }

  /// Its answer has begun: the work is done.
  void on_data(Connection& connection, Bytes /*bytes*/) override {
    ++flood_.tally().messages;
    flood_.finish(connection);
  }

 private:
  Flood& flood_;
  Buffer hello_;
};

}  // namespace

std::unique_ptr<Driver> tls_hello(Flood& flood) {
  return std::make_unique<Hello>(flood);
}

}  // namespace mqseal::flood
