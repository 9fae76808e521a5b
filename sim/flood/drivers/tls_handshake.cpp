// SPDX-License-Identifier: MIT
// Handshakes to their end, then goodbye. In TLS 1.3 a client has finished before the broker could
// refuse its (missing) certificate, so the refusal costs the broker the same.
#include "sim/flood/drivers/drivers.h"
#include "sim/flood/flood.h"

namespace mqseal::flood {
namespace {

class Handshake final : public Driver {
 public:
  explicit Handshake(Flood& flood) : flood_(flood) {}

  [[nodiscard]] bool holds() const override { return false; }

  void on_open(Connection& connection) override { flood_.finish(connection); }

 private:
  Flood& flood_;
};

}  // namespace

std::unique_ptr<Driver> tls_handshake(Flood& flood) {
  return std::make_unique<Handshake>(flood);
}

}  // namespace mqseal::flood
