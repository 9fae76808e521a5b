// SPDX-License-Identifier: MIT
// Availability of a session: client ids are the broker's, not the port's. Who connects with another
// client's id ends its connection (MQTT 3.1.1, 3.1.4), also from the other port.
#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/intruder.h"
#include "sim/attack/verdict.h"

namespace mqseal::attack {
namespace {

constexpr std::uint64_t times = 5;

/// Connects as `id` and looks whether the device notices.
record::AttackCase take(const Setting& setting, const std::string& name, const std::string& id) {
  Tally tally;
  std::string evidence;
  for (std::uint64_t i = 0; i < times; ++i) {
    Stage stage(setting);
    Victims victims(stage);
    tally.control = victims.start();
    if (!tally.control) {
      return case_of(name, {}, victims.control());
    }
    Intruder intruder(stage, id);
    const bool inside = intruder.enter();
    evidence = intruder.evidence();
    ++tally.attempts;
    // The broker closes the old connection before it answers the new one; one more exchange shows
    // either that or that the device is untouched.
    const bool works = victims.exchange("still here");
    tally.successes += inside && !works && !victims.device().actor().is_online() ? 1U : 0U;
  }
  return case_of(name,
                 tally,
                 fmt::format("{}; connected as '{}', the device lost its connection {} of {} times",
                             evidence,
                             id,
                             tally.successes,
                             tally.attempts));
}

}  // namespace

record::Attack takeover(const Setting& setting) {
  record::Attack attack;
  attack.cases.push_back(take(setting, "the device's client id", device_client_id));
  if (device_group(setting).transport == scenario::Transport::mtls) {
    attack.cases.push_back(take(setting, "its certificate's name as id", device_certificate_name));
  }
  sum_up(attack);
  attack.control = "the device exchanged messages before";
  attack.evidence = attack.cases.front().evidence;
  if (attack.cases.size() > 1) {
    attack.evidence += fmt::format("; as its certificate's name: {} of {}",
                                   attack.cases.back().successes,
                                   attack.cases.back().attempts);
  }
  return attack;
}

}  // namespace mqseal::attack
