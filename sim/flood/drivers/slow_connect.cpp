// SPDX-License-Identifier: MIT
// A CONNECT byte by byte, `rate` bytes per second on each connection: not silent, never done.
#include "sim/flood/drivers/drivers.h"
#include "sim/flood/flood.h"

namespace mqseal::flood {
namespace {

class Dribble final : public Driver {
 public:
  explicit Dribble(Flood& flood) : flood_(flood) {
    ConnectFields fields;
    fields.id = std::string(200, 'x');  // longer than any attack lasts
    packet_ = flood.connect(fields);
  }

  [[nodiscard]] bool speaks_tls() const override { return true; }

  void on_open(Connection& connection) override {
    connection.send(Bytes(packet_).first(2));
    connection.step = 2;
  }

  void on_tick(Nanos now) override {
    if (now < next_) {
      return;
    }
    const double rate = flood_.job().bounds.rate > 0 ? flood_.job().bounds.rate : 1;
    next_ = now + static_cast<Nanos>(1e9 / rate);
    flood_.each_open([this](Connection& connection) {
      if (connection.step + 1 < packet_.size()) {
        connection.send(Bytes(packet_).subspan(connection.step++, 1));
      }
    });
  }

 private:
  Flood& flood_;
  Buffer packet_;
  Nanos next_ = 0;
};

}  // namespace

std::unique_ptr<Driver> slow_connect(Flood& flood) {
  return std::make_unique<Dribble>(flood);
}

}  // namespace mqseal::flood
