// SPDX-License-Identifier: MIT
// The keys of a scenario's broker, in the order in which they are documented.
#include "sim/scenario/key_builders.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/keys_of_attacks.h"
#include "sim/scenario/reserved_settings.h"

namespace mqseal::scenario {
namespace {

std::vector<std::string> broker_kinds() {
  return {
#define MQSEAL_BROKER(kind, seconds) #kind,
#include "sim/scenario/broker_kinds.def"
#undef MQSEAL_BROKER
  };
}

}  // namespace

/// `persistence` is a key of its own.
const std::vector<std::string>& reserved_settings() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all(settings_of_mqseal.begin(), settings_of_mqseal.end());
    all.emplace_back("persistence");
    return all;
  }();
  return names;
}

const Keys<BrokerSettings>& broker_keys() {
  static const Keys<BrokerSettings> keys = make::joined<BrokerSettings>(
      {make::word<BrokerSettings>({.name = "kind",
                                   .kind = Kind::choice,
                                   .help = "Which broker mqseal starts.",
                                   .allowed = broker_kinds(),
                                   .later = {"external"}},
                                  &BrokerSettings::kind),
       make::integer<BrokerSettings>(
           {.name = "plain_port",
            .help =
                "Port of the plain listener; free: 1883 in a network of its own, else one that the "
                "kernel chooses.",
            .min = 1,
            .max = 65535,
            .word = "free"},
           &BrokerSettings::plain_port),
       make::integer<BrokerSettings>({.name = "tls_port",
                                      .help = "Port of the TLS listener; free: 8883, or as above.",
                                      .min = 1,
                                      .max = 65535,
                                      .word = "free"},
                                     &BrokerSettings::tls_port),
       make::enumeration<BrokerSettings>({.name = "key_type", .help = "Keys of the certificates."},
                                         &BrokerSettings::key_type,
                                         {KeyType::ecdsa_p256, KeyType::rsa_2048}),
       make::enumeration<BrokerSettings>(
           {.name = "namespace",
            .help = "Whether broker, clients and attackers of a run have a network namespace of "
                    "their own, in which ports 1883 and 8883 are free whatever else runs here; "
                    "auto: where this system makes one. A program outside cannot reach it. Packets "
                    "have up to 1,500 bytes there, as on Ethernet, instead of loopback's 65,536."},
           &BrokerSettings::own_network,
           {OwnNetwork::automatic, OwnNetwork::yes, OwnNetwork::no}),
       make::integer<BrokerSettings>(
           {.name = "nofile",
            .help = "The broker's limit of file descriptors (1024 as under systemd); machine: as "
                    "mqseal itself has it.",
            .min = 64,
            .max = 1048576,
            .word = "machine"},
           &BrokerSettings::nofile),
       make::optional_integer<BrokerSettings>(
           {.name = "cpu",
            .help = "CPU to which the broker is pinned; auto: the last one where there are two or "
                    "more.",
            .max = 1023,
            .word = "auto"},
           &BrokerSettings::cpu),
       make::flag<BrokerSettings>(
           {.name = "persistence",
            .help = "Whether the broker keeps persistent sessions and retained messages on disk."},
           &BrokerSettings::persistence),
       make::flag<BrokerSettings>(
           {.name = "counters",
            .help = "Compare the ledger with the broker's own counters ($SYS); takes 3 s a run."},
           &BrokerSettings::counters),
       make::settings<BrokerSettings>(
           {.name = "settings",
            .help = "Further lines of the broker's configuration, as mosquitto's "
                    "`max_queued_messages: 0`, "
                    "where `plain.` or `tls.` before a name sets it on that listener only.",
            .reserved = reserved_settings()},
           &BrokerSettings::settings),
       make::text<BrokerSettings>(
           {.name = "command",
            .help =
                "For kind command: the command line that /bin/sh starts, in the run's folder. It "
                "listens on 127.0.0.1, on $MQSEAL_PLAIN_PORT and, with TLS, on "
                "$MQSEAL_TLS_PORT; its certificates are $MQSEAL_CA, $MQSEAL_CERT and "
                "$MQSEAL_KEY, a folder for its files $MQSEAL_DIR."},
           &BrokerSettings::command)},
      attack_keys_of_broker());
  return keys;
}

}  // namespace mqseal::scenario
