// SPDX-License-Identifier: MIT
// Freshness: one recorded message again and again, through the broker and on the path.
#include <algorithm>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/intruder.h"
#include "sim/attack/relay.h"
#include "sim/attack/verdict.h"

namespace mqseal::attack {
namespace {

constexpr std::string_view order = "open the door once";
constexpr std::uint64_t times = 100;
constexpr std::uint64_t times_on_the_path = 20;

/// Times that the application accepted `order` beyond the first.
std::uint64_t accepted_again(Victims& victims) {
  const std::uint64_t accepted = victims.application().accepted(order);
  return accepted > 0 ? accepted - 1 : 0;
}

/// The bytes of the device's message as the attacker received them; null where they did not come.
const Arrival* recorded(const Actor& attacker, const std::string& topic) {
  const auto& inbox = attacker.inbox();
  const auto found = std::ranges::find(inbox, topic, &Arrival::topic);
  return found == inbox.end() ? nullptr : &*found;
}

void through_the_broker(record::Attack& attack, Stage& stage, Victims& victims) {
  Intruder intruder(stage, "replayer");
  if (!intruder.listen()) {
    attack.cases.push_back(case_of("through the broker", {true, 1, 0}, intruder.evidence()));
    return;
  }
  Actor& attacker = intruder.actor();
  attacker.forget();
  static_cast<void>(victims.exchange(order));
  static_cast<void>(attacker.subscribe("mqseal/fence"));
  const Arrival* const message = recorded(attacker, victims.device().topic());
  if (message == nullptr) {
    attack.cases.push_back(case_of("through the broker",
                                   {true, 1, 0},
                                   intruder.evidence() + ", but no message was delivered to it"));
    return;
  }
  const auto payload = message->payload;
  const std::string topic = victims.device().topic();
  for (std::uint64_t i = 0; i < times; ++i) {
    static_cast<void>(attacker.publish(topic, payload));
  }
  static_cast<void>(victims.exchange("and on"));
  const std::uint64_t again = accepted_again(victims);
  attack.cases.push_back(
      case_of("through the broker",
              {true, times, again},
              fmt::format("{}; {} of {} replays accepted", intruder.evidence(), again, times)));
}

/// The very bytes of the connection, once more.
void on_the_path(record::Attack& attack, Stage& stage) {
  const client::Endpoint& endpoint = stage.setting().broker.endpoint();
  const bool plain = device_group(stage.setting()).transport == scenario::Transport::plain;
  Relay relay(stage, plain ? endpoint.plain_port : endpoint.tls_port);
  Relay::Bytes last;
  relay.hook = [&last](Way way, Relay::Bytes& bytes) {
    if (way == Way::up) {
      last = bytes;
    }
  };
  client::Endpoint through = endpoint;
  (plain ? through.plain_port : through.tls_port) = relay.port();
  Victims victims(stage, &through);
  if (!victims.start() || !victims.device().say(order)) {
    attack.cases.push_back(case_of("on the path", {}, victims.control()));
    return;
  }
  const Relay::Bytes message = last;
  std::uint64_t sent = 0;
  while (sent < times_on_the_path && relay.inject(message)) {
    ++sent;
  }
  // An orderly connection goes on; one that noticed is ended by the broker.
  const bool goes_on = victims.exchange("and on") && relay.ended_by_broker() == 0;
  const std::uint64_t again = accepted_again(victims);
  attack.cases.push_back(
      case_of("on the path",
              {true, sent, again},
              fmt::format("{} bytes sent {} times more; {} accepted; the broker {}",
                          message.size(),
                          sent,
                          again,
                          goes_on ? "noticed nothing" : "ended the connection")));
}

}  // namespace

record::Attack replay(const Setting& setting) {
  record::Attack attack;
  {
    Stage stage(setting);
    Victims victims(stage);
    if (!victims.start()) {
      return result_of({}, victims.control(), "the victims do not work, so nothing was tried");
    }
    attack.control = victims.control();
    through_the_broker(attack, stage, victims);
  }
  {
    Stage stage(setting);
    on_the_path(attack, stage);
  }
  sum_up(attack);
  attack.evidence = fmt::format("{} of {} replays accepted", attack.successes, attack.attempts);
  return attack;
}

}  // namespace mqseal::attack
