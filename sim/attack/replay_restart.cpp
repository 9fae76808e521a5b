// SPDX-License-Identifier: MIT
// What a replay window in memory cannot stop: the receiver was restarted and remembers nothing, so
// the first message of a sender that it meets is fresh, however old.
#include <algorithm>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/intruder.h"
#include "sim/attack/verdict.h"

namespace mqseal::attack {
namespace {

constexpr std::string_view order = "open the door once";
constexpr std::uint64_t restarts = 5;

}  // namespace

record::Attack replay_restart(const Setting& setting) {
  Stage stage(setting);
  Victims victims(stage);
  if (!victims.start()) {
    return result_of({}, victims.control(), "the victims do not work, so nothing was tried");
  }
  Intruder intruder(stage, "replayer");
  if (!intruder.listen()) {
    return result_of({true, 1, 0}, victims.control(), intruder.evidence());
  }
  Actor& attacker = intruder.actor();
  const std::string topic = victims.device().topic();
  attacker.forget();
  static_cast<void>(victims.exchange(order));
  static_cast<void>(attacker.subscribe("mqseal/fence"));
  const auto found = std::ranges::find(attacker.inbox(), topic, &Arrival::topic);
  if (found == attacker.inbox().end()) {
    return result_of({true, 1, 0},
                     victims.control(),
                     intruder.evidence() + ", but no message was delivered to it");
  }
  const auto payload = found->payload;
  Application& application = victims.application();
  std::uint64_t accepted = 0;
  for (std::uint64_t i = 0; i < restarts; ++i) {
    application.restart();
    const std::size_t before = application.accepted(order);
    static_cast<void>(attacker.publish(topic, payload));
    static_cast<void>(victims.exchange("and on"));
    accepted += application.accepted(order) - before;
  }
  return result_of({true, restarts, accepted},
                   victims.control(),
                   fmt::format("{}; {} of {} restarted receivers accepted a message that they had "
                               "accepted before",
                               intruder.evidence(),
                               accepted,
                               restarts));
}

}  // namespace mqseal::attack
