// SPDX-License-Identifier: MIT
// Binding: a message that was held back on the path, published on another topic, or with another
// sender's number in its header.
#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/intruder.h"
#include "sim/attack/verdict.h"
#include "sim/scenario/topic.h"

namespace mqseal::attack {
namespace {

constexpr std::string_view order = "open the door";
constexpr std::uint64_t times = 20;

/// The device's topic with another last level.
std::string other_topic(const std::string& topic) {
  const std::size_t slash = topic.rfind('/');
  return (slash == std::string::npos ? "" : topic.substr(0, slash + 1)) + "elsewhere";
}

record::AttackCase try_topic(Victims& victims, Actor& attacker) {
  const std::string elsewhere = other_topic(victims.device().topic());
  std::uint64_t accepted = 0;
  for (std::uint64_t i = 0; i < times; ++i) {
    const std::size_t before = victims.application().accepted(order);
    static_cast<void>(attacker.publish(elsewhere, victims.device().seal(order)));
    static_cast<void>(victims.exchange("and on"));
    accepted += victims.application().accepted(order) - before;
  }
  return case_of("another topic",
                 {true, times, accepted},
                 fmt::format("{} of {} messages for {} accepted on {}",
                             accepted,
                             times,
                             victims.device().topic(),
                             elsewhere));
}

record::AttackCase try_sender(const Setting& setting, Victims& victims, Actor& attacker) {
  const std::uint32_t own = device_group(setting).first_sender;
  std::uint64_t accepted = 0;
  for (std::uint64_t i = 0; i < times; ++i) {
    auto sealed = victims.device().seal(order);
    sealed[4] = static_cast<std::uint8_t>(own + 1);  // the lowest byte of H's sender
    victims.application().forget();
    static_cast<void>(attacker.publish(victims.device().topic(), sealed));
    static_cast<void>(victims.exchange("and on"));
    for (const Heard& heard : victims.application().heard()) {
      accepted += heard.accepted() && heard.opened.sender == own + 1 ? 1U : 0U;
    }
  }
  return case_of(
      "another sender",
      {true, times, accepted},
      fmt::format(
          "{} of {} messages of sender {} accepted as sender {}'s", accepted, times, own, own + 1));
}

}  // namespace

record::Attack swap(const Setting& setting) {
  const std::string filter = application_group(setting).topic;
  Stage stage(setting);
  Victims victims(stage);
  if (!scenario::topic_matches(filter, other_topic(victims.device().topic()))) {
    return not_measured(
        fmt::format("the application hears {} only, so there is no other topic", filter));
  }
  if (!victims.start()) {
    return result_of({}, victims.control(), "the victims do not work, so nothing was tried");
  }
  Intruder intruder(stage, "mover");
  record::Attack attack;
  attack.control = victims.control();
  if (!intruder.enter()) {
    attack.cases.push_back(case_of("entry", {true, 1, 0}, intruder.evidence()));
  } else {
    attack.cases.push_back(try_topic(victims, intruder.actor()));
    if (victims.device().config().format == envelope::Format::compact) {
      attack.cases.push_back(try_sender(setting, victims, intruder.actor()));
    }
  }
  sum_up(attack);
  attack.evidence = fmt::format("{}; {} of {} moved messages accepted",
                                intruder.evidence(),
                                attack.successes,
                                attack.attempts);
  return attack;
}

}  // namespace mqseal::attack
