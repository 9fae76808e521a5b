// SPDX-License-Identifier: MIT
// The lab's clients leave when what stands on the verify topic is no signature of the broker's, and
// anybody may write there. Victims by that rule are part of the attack (nothing else follows it);
// the last connection is the attacker, with one message.
#include <fmt/format.h>

#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

const std::string verify_topic = "Group4/verify";  // the lab's
constexpr std::string_view poison = "deadbeef";    // verifies under no key

class Poisoning final : public SessionDriver {
 public:
  using SessionDriver::SessionDriver;

  [[nodiscard]] bool wants_connection() const override {
    return flood_.tally().opened < victims() || listening_ >= victims();
  }

 protected:
  void on_session(Connection& connection) override {
    if (connection.number() < victims()) {
      const std::vector<std::string> filter{verify_topic};
      connection.send(subscribe_packet(1, filter, 0));
    } else if (flood_.take(1, poison.size()) == 1) {
      const Buffer payload(poison.begin(), poison.end());
      connection.send(publish_packet(verify_topic, payload, 0, 0, false), 1);
    }
  }

  void on_other(Connection& connection, const Packet& packet) override {
    listening_ += packet.type == Type::suback ? 1 : 0;
    if (packet.type == Type::publish) {  // no key of ours has signed it: the rule says leave
      flood_.finish(connection);
      flood_.tally().note =
          fmt::format("{} of {} clients that check the topic left", ++left_, victims());
    }
  }

 private:
  [[nodiscard]] std::uint64_t victims() const { return flood_.job().bounds.connections - 1; }

  std::uint64_t listening_ = 0, left_ = 0;
};

}  // namespace

std::unique_ptr<Driver> verify_poisoning(Flood& flood) {
  return std::make_unique<Poisoning>(flood);
}

}  // namespace mqseal::flood
