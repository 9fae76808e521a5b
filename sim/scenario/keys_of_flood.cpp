// SPDX-License-Identifier: MIT
// The keys of section `attack`, and the words of its enumerations.
#include "sim/scenario/key_builders.h"
#include "sim/scenario/keys.h"

namespace mqseal::scenario {
namespace {

constexpr double hour_ns = 3600e9;
constexpr double most = 1e12;

Key<FloodSettings> bound(const char* name,
                         const char* help,
                         double at_most,
                         std::uint64_t FloodSettings::*member) {
  return make::integer<FloodSettings>(
      {.name = name, .help = help, .min = 1, .max = at_most, .word = "usual"}, member);
}

}  // namespace

std::string_view to_string(Arm arm) noexcept {
  switch (arm) {
    case Arm::none:
      return "none";
    case Arm::attack:
      return "attack";
    case Arm::defended:
      return "defended";
    case Arm::sink:
      break;
  }
  return "sink";
}

std::string_view to_string(AttackPort port) noexcept {
  return port == AttackPort::plain ? "plain" : "tls";
}

const std::vector<std::string>& flood_ids() {
  static const std::vector<std::string> ids{
#define MQSEAL_FLOOD(                                                                             \
    function, id, title, unit, connections, window, messages, volume, size, rate, needs, answers) \
  id,
#include "sim/flood/catalogue.def"
#undef MQSEAL_FLOOD
  };
  return ids;
}

const Keys<FloodSettings>& flood_keys() {
  static const Keys<FloodSettings> keys{
      make::word<FloodSettings>({.name = "id",
                                 .kind = Kind::choice,
                                 .help = "Which attack runs beside the fleet.",
                                 .allowed = flood_ids(),
                                 .required = true},
                                &FloodSettings::id),
      make::enumeration<FloodSettings>(
          {.name = "arm",
           .help = "none: no attack. attack: on the broker as it is. defended: on the broker with "
                   "`defence`. sink: the same attacker set on a process that is no broker, which "
                   "shows what the attacker alone does to this machine. The matrix has all that "
                   "apply, unless it says otherwise."},
          &FloodSettings::arm,
          {Arm::none, Arm::attack, Arm::defended, Arm::sink}),
      make::enumeration<FloodSettings>({.name = "port", .help = "Which listener is attacked."},
                                       &FloodSettings::port,
                                       {AttackPort::plain, AttackPort::tls}),
      make::flag<FloodSettings>(
          {.name = "certificate", .help = "Whether the attacker has a client's certificate."},
          &FloodSettings::certificate),
      make::duration<FloodSettings>(
          {.name = "at",
           .help = "From the start of the measured window; what lies before is the baseline.",
           .min = 5e8,
           .max = hour_ns,
           .required = true},
          &FloodSettings::at),
      make::duration<FloodSettings>(
          {.name = "for",
           .help = "How long; what lies behind in the measured window is recovery.",
           .min = 1e8,
           .max = hour_ns,
           .required = true},
          &FloodSettings::lasting),
      make::duration<FloodSettings>(
          {.name = "probe_every",
           .help = "On each port a new connection, with CONNECT, by this schedule.",
           .min = 1e7,
           .max = hour_ns},
          &FloodSettings::probe_every),
      make::duration<FloodSettings>({.name = "probe_patience",
                                     .help = "A probe without a CONNACK by then has failed.",
                                     .min = 1e7,
                                     .max = hour_ns},
                                    &FloodSettings::probe_patience),
      bound("connections", "Opened at most.", 60000, &FloodSettings::connections),
      bound("window", "Being opened at once.", 5000, &FloodSettings::window),
      bound("messages", "Sent at most.", most, &FloodSettings::messages),
      make::bytes<FloodSettings>(
          {.name = "volume", .help = "Of all messages at most.", .max = most, .word = "usual"},
          &FloodSettings::volume),
      make::bytes<FloodSettings>(
          {.name = "size", .help = "Of one message.", .max = 268435455, .word = "usual"},
          &FloodSettings::size),
      make::rate<FloodSettings>({.name = "rate",
                                 .help = "Of messages, or of what else the attack counts; without "
                                         "one, as fast as it goes.",
                                 .max = 1e7,
                                 .word = "usual"},
                                &FloodSettings::rate),
      make::section<FloodSettings>("defence", "What answers the attack, for the arm `defended`.")};
  return keys;
}

const Keys<FloodDefence>& flood_defence_keys() {
  static const Keys<FloodDefence> keys{
      make::word<FloodDefence>({.name = "name",
                                .kind = Kind::identifier,
                                .help = "Short name, for the report.",
                                .required = true},
                               &FloodDefence::name),
      make::text<FloodDefence>({.name = "about", .help = "What it does."}, &FloodDefence::about),
      make::settings<FloodDefence>({.name = "settings",
                                    .help = "Lines of mosquitto.conf, as broker.settings.",
                                    .reserved = reserved_settings()},
                                   &FloodDefence::settings),
      make::settings<FloodDefence>({.name = "files",
                                    .help = "Text files in the broker's folder, as broker.files.",
                                    .multi_line = true},
                                   &FloodDefence::files),
      make::integer<FloodDefence>({.name = "nofile",
                                   .help = "As broker.nofile.",
                                   .min = 64,
                                   .max = 1048576,
                                   .word = "unchanged"},
                                  &FloodDefence::nofile),
      make::word<FloodDefence>({.name = "key_type",
                                .kind = Kind::choice,
                                .help = "As broker.key_type.",
                                .allowed = {"ecdsa-p256", "rsa-2048"},
                                .word = "unchanged"},
                               &FloodDefence::key_type),
      make::text<FloodDefence>(
          {.name = "firewall",
           .help = "Packet rules as in a file of `nft -f`, loaded into the run's own network "
                   "(broker.namespace), where the broker's ports are 1883 and 8883, the attacker "
                   "comes from 127.0.0.66 and everybody else from 127.0.0.1."},
          &FloodDefence::firewall)};
  return keys;
}

}  // namespace mqseal::scenario
