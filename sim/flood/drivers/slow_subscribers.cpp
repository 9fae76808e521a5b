// SPDX-License-Identifier: MIT
// Subscribers that stop reading, and one publisher that feeds them: the broker's queues grow to
// their limits, one for each subscriber. The last connection publishes.
#include <fmt/format.h>

#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

class SlowSubscribers : public PublishingDriver {
 public:
  explicit SlowSubscribers(Flood& flood) : PublishingDriver(flood, 0, false) {
    publisher_.set({own_topics + "/slow"}, junk(flood.job().bounds.size));
  }

  /// The publisher comes when all others have stopped to read.
  [[nodiscard]] bool wants_connection() const override {
    const std::uint64_t subscribers = flood_.job().bounds.connections - 1;
    return flood_.tally().opened < subscribers || stalled_ == subscribers;
  }

 protected:
  void on_session(Connection& connection) override {
    if (connection.number() + 1 == flood_.job().bounds.connections) {
      PublishingDriver::on_session(connection);
      return;
    }
    connection.send(subscribe_packet(1, filters(connection), 0));
  }

  void on_other(Connection& connection, const Packet& packet) override {
    if (packet.type == Type::suback) {
      ++stalled_;
      settle(connection);
    }
  }

  [[nodiscard]] virtual std::vector<std::string> filters(const Connection& /*connection*/) const {
    return {own_topics + "/slow"};
  }

  virtual void settle(Connection& connection) { connection.ignore(); }

 private:
  std::uint64_t stalled_ = 0;
};

/// Subscribers that read, with many filters for the same messages.
class FanOut final : public SlowSubscribers {
 public:
  explicit FanOut(Flood& flood) : SlowSubscribers(flood) {
    publisher_.set({own_topics + "/a/b/c/d/e"}, junk(flood.job().bounds.size));
  }

 protected:
  /// All 31 ways to put + for some of five levels, and # behind each of the first six.
  [[nodiscard]] std::vector<std::string> filters(const Connection& /*connection*/) const override {
    std::vector<std::string> all;
    for (unsigned mask = 1; mask < 32; ++mask) {
      std::string filter = own_topics;
      for (unsigned level = 0; level < 5; ++level) {
        filter += '/';
        filter += (mask >> level & 1U) != 0 ? '+' : static_cast<char>('a' + level);
      }
      all.push_back(filter);
    }
    std::string filter = own_topics;
    for (char level = 'a'; level <= 'f'; ++level) {
      all.push_back(filter + "/#");
      filter += fmt::format("/{}", level);
    }
    return all;
  }

  void settle(Connection& /*connection*/) override {}
};

}  // namespace

std::unique_ptr<Driver> slow_subscribers(Flood& flood) {
  return std::make_unique<SlowSubscribers>(flood);
}

std::unique_ptr<Driver> fan_out(Flood& flood) {
  return std::make_unique<FanOut>(flood);
}

}  // namespace mqseal::flood
