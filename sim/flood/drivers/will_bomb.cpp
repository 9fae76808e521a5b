// SPDX-License-Identifier: MIT
// Sessions with large wills that end abruptly together, before subscribers that do not read: each
// will goes into each subscriber's queue.
#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

constexpr std::uint64_t subscribers = 20;  // the first connections
constexpr std::uint64_t held_back = 50;    // wills that go off together

class WillBomb final : public SessionDriver {
 public:
  using SessionDriver::SessionDriver;

  [[nodiscard]] bool wants_connection() const override {
    return flood_.tally().opened < subscribers || stalled_ >= subscribers;
  }

  /// Ends what waits; the last ones after a while without new ones.
  void on_tick(Nanos now) override {
    const bool all = flood_.tally().opened >= flood_.job().bounds.connections;
    if (now < next_ || (armed_.size() < held_back && !all)) {
      return;
    }
    next_ = now + base::nanos_per_second / 10;
    for (Connection* connection : armed_) {
      flood_.finish(*connection);  // by a reset, which is what a will is for
    }
    armed_.clear();
  }

  void on_end(Connection& connection) override { std::erase(armed_, &connection); }

 protected:
  [[nodiscard]] ConnectFields fields(const Connection& connection) const override {
    ConnectFields fields = SessionDriver::fields(connection);
    if (connection.number() >= subscribers) {
      fields.will_topic = own_topics + "/will";
      fields.will_bytes = std::min<std::size_t>(flood_.job().bounds.size, 65535);
    }
    return fields;
  }

  void on_session(Connection& connection) override {
    if (connection.number() >= subscribers) {
      armed_.push_back(&connection);
      return;
    }
    const std::vector<std::string> filter{own_topics + "/will"};
    connection.send(subscribe_packet(1, filter, 0));
  }

  void on_other(Connection& connection, const Packet& packet) override {
    if (packet.type == Type::suback) {
      ++stalled_;
      connection.ignore();
    }
  }

 private:
  std::vector<Connection*> armed_;
  std::uint64_t stalled_ = 0;
  Nanos next_ = 0;
};

}  // namespace

std::unique_ptr<Driver> will_bomb(Flood& flood) {
  return std::make_unique<WillBomb>(flood);
}

}  // namespace mqseal::flood
