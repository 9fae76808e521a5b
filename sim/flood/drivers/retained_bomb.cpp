// SPDX-License-Identifier: MIT
// Many topics with a retained message each; then, one after another, subscriptions to all of them.
#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

class RetainedBomb final : public PublishingDriver {
 public:
  explicit RetainedBomb(Flood& flood) : PublishingDriver(flood, 0, true) {
    publisher_.set({own_topics + "/kept"}, junk(flood.job().bounds.size));
    publisher_.number_topics();
  }

  /// The first connection publishes; the others subscribe once all is written.
  [[nodiscard]] bool wants_connection() const override {
    return flood_.tally().opened == 0 || flood_.tally().messages >= flood_.job().bounds.messages;
  }

 protected:
  void on_session(Connection& connection) override {
    if (connection.number() == 0) {
      PublishingDriver::on_session(connection);
      return;
    }
    const std::vector<std::string> all{own_topics + "/kept/#"};
    connection.send(subscribe_packet(1, all, 0));
  }
};

}  // namespace

std::unique_ptr<Driver> retained_bomb(Flood& flood) {
  return std::make_unique<RetainedBomb>(flood);
}

}  // namespace mqseal::flood
