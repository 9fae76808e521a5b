// SPDX-License-Identifier: MIT
// Filters without end, all different: memory and time of the broker's subscription tree, and the
// time to take it down again when the attacker leaves.
#include <fmt/format.h>

#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

constexpr std::uint64_t filters_a_packet = 100;

class SubscriptionBomb final : public SessionDriver {
 public:
  using SessionDriver::SessionDriver;

  void on_idle(Connection& connection) override {
    const std::uint64_t granted = flood_.take(filters_a_packet, 0);
    if (granted == 0) {
      connection.pump(false);
      return;
    }
    std::vector<std::string> filters;
    for (std::uint64_t i = 0; i < granted; ++i, ++made_) {
      std::string filter = fmt::format("{}/{}/+/{}/", own_topics, made_, made_ % 1000);
      filter.resize(std::max<std::size_t>(filter.size(), flood_.job().bounds.size), 'x');
      filters.push_back(std::move(filter));
    }
    const auto id = static_cast<std::uint16_t>(++connection.step % 65535 + 1);
    connection.send(subscribe_packet(id, filters, 0), granted);
  }

 protected:
  void on_session(Connection& connection) override { connection.pump(true); }

 private:
  std::uint64_t made_ = 0;
};

}  // namespace

std::unique_ptr<Driver> subscription_bomb(Flood& flood) {
  return std::make_unique<SubscriptionBomb>(flood);
}

}  // namespace mqseal::flood
