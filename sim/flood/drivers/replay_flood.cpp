// SPDX-License-Identifier: MIT
// Hears one legitimate message and says it again and again: it is sealed and valid, and old. The
// first connection listens, the second repeats.
#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

class Replay final : public PublishingDriver {
 public:
  explicit Replay(Flood& flood) : PublishingDriver(flood, 0, false) {}

  [[nodiscard]] bool wants_connection() const override {
    return flood_.tally().opened == 0 || recorded_;
  }

 protected:
  void on_session(Connection& connection) override {
    if (connection.number() > 0) {
      PublishingDriver::on_session(connection);
      return;
    }
    const std::vector<std::string> topics = target_topics(flood_);
    connection.send(subscribe_packet(1, topics, 0));
  }

  void on_other(Connection& connection, const Packet& packet) override {
    if (packet.type != Type::publish || recorded_) {
      return;
    }
    const Published message = published(packet);
    if (!message.topic.empty()) {
      recorded_ = true;
      publisher_.set({std::string(message.topic)},
                     {message.payload.begin(), message.payload.end()});
      connection.ignore();
    }
  }

 private:
  bool recorded_ = false;
};

}  // namespace

std::unique_ptr<Driver> replay_flood(Flood& flood) {
  return std::make_unique<Replay>(flood);
}

}  // namespace mqseal::flood
