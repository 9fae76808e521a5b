// SPDX-License-Identifier: MIT
// Sessions that the broker must keep although their clients are gone, each with a queue; then one
// publisher that fills the queues.
#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

class SessionBomb final : public PublishingDriver {
 public:
  explicit SessionBomb(Flood& flood) : PublishingDriver(flood, 1, false) {
    publisher_.set({own_topics + "/left"}, junk(flood.job().bounds.size));
  }

  [[nodiscard]] bool holds() const override { return false; }

  [[nodiscard]] bool wants_connection() const override {
    const std::uint64_t sessions = flood_.job().bounds.connections - 1;
    return flood_.tally().opened < sessions || done_ >= sessions;
  }

  void on_end(Connection& connection) override { done_ += is_last(connection) ? 0U : 1U; }

 protected:
  [[nodiscard]] ConnectFields fields(const Connection& connection) const override {
    ConnectFields fields = PublishingDriver::fields(connection);
    fields.clean = is_last(connection);
    return fields;
  }

  void on_session(Connection& connection) override {
    if (is_last(connection)) {
      PublishingDriver::on_session(connection);
      return;
    }
    const std::vector<std::string> filter{own_topics + "/left"};
    connection.send(subscribe_packet(1, filter, 1));
  }

  void on_other(Connection& connection, const Packet& packet) override {
    if (packet.type == Type::suback) {
      ++done_;
      flood_.finish(connection);
    }
  }

 private:
  [[nodiscard]] bool is_last(const Connection& connection) const {
    return connection.number() + 1 == flood_.job().bounds.connections;
  }

  std::uint64_t done_ = 0;
};

}  // namespace

std::unique_ptr<Driver> session_bomb(Flood& flood) {
  return std::make_unique<SessionBomb>(flood);
}

}  // namespace mqseal::flood
