// SPDX-License-Identifier: MIT
// The keys of a group, in the order in which they are documented. Envelope keys stand at
// publishers only: a subscriber opens with the settings of the publishers that it hears.
#include "sim/device/profile.h"
#include "sim/scenario/cipher_rules.h"
#include "sim/scenario/key_builders.h"
#include "sim/scenario/keys.h"

namespace mqseal::scenario {
namespace {

std::vector<std::string> device_ids() {
  std::vector<std::string> ids;
  for (const device::Profile& profile : device::profiles()) {
    ids.push_back(profile.id);
  }
  return ids;
}

constexpr double hour_ns = 3600e9;
constexpr double max_payload_bytes = 16777215;  // envelope.md: plaintext at most 2^24-1 bytes

void add_traffic_keys(Keys<Group>& keys) {
  keys.push_back(make::word<Group>({.name = "name",
                                    .kind = Kind::identifier,
                                    .help = "Unique name; replaces {group} in topics.",
                                    .required = true},
                                   &Group::name));
  keys.push_back(
      make::enumeration<Group>({.name = "role", .help = "What its clients do.", .required = true},
                               &Group::role,
                               {Role::publisher, Role::subscriber}));
  keys.push_back(make::integer<Group>(
      {.name = "clients", .help = "Number of clients.", .min = 1, .max = 100000}, &Group::clients));
  keys.push_back(make::enumeration<Group>(
      {.name = "transport",
       .help = "Which port: plain TCP, TLS with client certificates (mtls), or TLS with the "
               "broker's certificate only (tls; needs broker.settings "
               "{tls.require_certificate: false})."},
      &Group::transport,
      {Transport::plain, Transport::mtls, Transport::tls}));
  keys.push_back(make::text<Group>(
      {.name = "topic",
       .help = "Topic of a publisher or filter of a subscriber (+ and # allowed). {group} is the "
               "group's name, {client} the client's index from 0: `site/{client}` on both sides "
               "makes one-to-one flows.",
       .required = true},
      &Group::topic));
  keys.push_back(make::integer<Group>({.name = "qos", .help = "MQTT quality of service.", .max = 2},
                                      &Group::qos));
  keys.push_back(make::key<Group>(
      {.name = "mqtt_version",
       .kind = Kind::choice,
       .help = "MQTT version.",
       .allowed = {"3.1.1", "5"}},
      &Group::mqtt_version,
      [](int& to, const Value& value) { to = value.text == "5" ? 5 : 4; },
      [](const int& from) { return std::string(from == 5 ? "5" : "3.1.1"); }));
  keys.push_back(make::integer<Group>(
      {.name = "max_inflight",
       .help = "QoS 1 and 2: messages of each client that wait for their acknowledgement at most.",
       .min = 1,
       .max = 65535},
      &Group::max_inflight));
  keys.push_back(make::key<Group>(
      {.name = "keep_alive",
       .kind = Kind::duration,
       .help = "MQTT keep alive, in whole seconds; 0s switches it off.",
       .max = 65535e9,
       .step = 1'000'000'000},
      &Group::keep_alive_s,
      [](int& to, const Value& value) {
        to = static_cast<int>(value.duration / base::nanos_per_second);
      },
      [](const int& from) { return base::format_duration(from * base::nanos_per_second); }));
}

void add_session_keys(Keys<Group>& keys) {
  keys.push_back(make::enumeration<Group>(
      {.name = "identity",
       .help = "Who its clients are to the broker: all the same (one client certificate on mtls), "
               "each with a certificate of its own (mtls), or each with a user and password."},
      &Group::identity,
      {Identity::shared, Identity::certificate, Identity::password}));
  keys.push_back(make::enumeration<Group>(
      {.name = "session",
       .help = "Whether the broker keeps subscriptions and QoS 1 and 2 messages for a client that "
               "is away."},
      &Group::session,
      {Session::clean, Session::persistent}));
  keys.push_back(make::duration<Group>(
      {.name = "stay",
       .help = "Churn: how long a client stays online, on average (exponential), before it leaves.",
       .min = 1e7,
       .max = hour_ns,
       .word = "always"},
      &Group::stay));
  keys.push_back(make::duration<Group>(
      {.name = "away", .help = "Churn: how long it is away.", .min = 1e6, .max = hour_ns},
      &Group::away));
  keys.push_back(make::text<Group>(
      {.name = "will",
       .help = "Topic of the last will of each client; {group} is the group's name."},
      &Group::will));
}

void add_publisher_keys(Keys<Group>& keys) {
  keys.push_back(make::sizes<Group>({.name = "payload_bytes",
                                     .help = "Plaintext of each message, before sealing: one size, "
                                             "16B..256B (any between), or 16B,1KiB (one of them).",
                                     .min = 1,
                                     .max = max_payload_bytes,
                                     .applies = Applies::publisher},
                                    &Group::payload_bytes));
  keys.push_back(make::rate<Group>({.name = "rate",
                                    .help = "Messages of each client.",
                                    .min = 1.0 / 3600,
                                    .max = 1e6,
                                    .applies = Applies::publisher},
                                   &Group::rate_msg_s));
  keys.push_back(make::enumeration<Group>(
      {.name = "schedule",
       .help =
           "Intended sends: equal gaps, exponential gaps (Poisson process), bursts, a rate that "
           "goes from `rate` to `rate_to` over the window, smoothly or in steps; or closed: the "
           "next message when one has arrived, for saturation only.",
       .applies = Applies::publisher},
      &Group::schedule,
      {Schedule::constant,
       Schedule::poisson,
       Schedule::bursty,
       Schedule::ramp,
       Schedule::staircase,
       Schedule::closed}));
  keys.push_back(make::integer<Group>({.name = "burst",
                                       .help = "bursty: messages due at once.",
                                       .min = 1,
                                       .max = 10000,
                                       .applies = Applies::publisher},
                                      &Group::burst));
  keys.push_back(make::rate<Group>({.name = "rate_to",
                                    .help = "ramp, staircase: rate at the end of the window.",
                                    .min = 1.0 / 3600,
                                    .max = 1e6,
                                    .word = "same",
                                    .applies = Applies::publisher},
                                   &Group::rate_to_s));
  keys.push_back(make::integer<Group>({.name = "steps",
                                       .help = "staircase: number of rates.",
                                       .min = 2,
                                       .max = 1000,
                                       .applies = Applies::publisher},
                                      &Group::steps));
  keys.push_back(make::integer<Group>({.name = "window",
                                       .help = "closed: messages of each client under way at once.",
                                       .min = 1,
                                       .max = 65535,
                                       .applies = Applies::publisher},
                                      &Group::window));
  keys.push_back(make::word<Group>(
      {.name = "device",
       .kind = Kind::choice,
       .help =
           "Device profile (mqseal list devices): each message leaves later by what sealing and "
           "the radio take there, and its energy is in the result.",
       .allowed = device_ids(),
       .word = "none",
       .applies = Applies::publisher},
      &Group::device));
  keys.push_back(make::flag<Group>(
      {.name = "retain", .help = "Publishes with the RETAIN flag.", .applies = Applies::publisher},
      &Group::retain));
}

void add_envelope_keys(Keys<Group>& keys) {
  keys.push_back(make::word<Group>({.name = "cipher",
                                    .kind = Kind::choice,
                                    .help = "AEAD of the envelope (mqseal list ciphers).",
                                    .allowed = cipher_ids(),
                                    .applies = Applies::publisher},
                                   &Group::cipher));
  keys.push_back(make::word<Group>({.name = "implementation",
                                    .kind = Kind::choice,
                                    .help = "Which code computes it; auto: the best for this CPU.",
                                    .allowed = implementation_names(),
                                    .word = "auto",
                                    .applies = Applies::publisher},
                                   &Group::implementation));
  keys.push_back(make::word<Group>({.name = "format",
                                    .kind = Kind::choice,
                                    .help = "Wire format: the envelope, the payload alone, the "
                                            "lab's Python text, or COSE_Encrypt0.",
                                    .allowed = {"compact", "raw", "lab", "cose"},
                                    .applies = Applies::publisher},
                                   &Group::format));
  keys.push_back(make::flag<Group>({.name = "cose_private",
                                    .help = "Format cose with a cipher that COSE has not "
                                            "registered: a private algorithm number, which no "
                                            "other program knows.",
                                    .applies = Applies::publisher},
                                   &Group::cose_private));
  keys.push_back(make::word<Group>({.name = "nonce",
                                    .kind = Kind::choice,
                                    .help = "Nonce policy; fixed needs lab_mistakes: true.",
                                    .allowed = {"random", "counter", "fixed"},
                                    .applies = Applies::publisher},
                                   &Group::nonce));
  keys.push_back(make::bytes<Group>({.name = "tag_bytes",
                                     .help = "Length of the tag; default: the cipher's own.",
                                     .min = 4,
                                     .max = 16,
                                     .word = "default",
                                     .applies = Applies::publisher},
                                    &Group::tag_bytes));
  keys.push_back(make::word<Group>({.name = "keys",
                                    .kind = Kind::choice,
                                    .help = "One key for all senders, or one a sender and epoch.",
                                    .allowed = {"shared", "per-device"},
                                    .applies = Applies::publisher},
                                   &Group::keys));
  keys.push_back(make::key<Group>(
      {.name = "limits",
       .kind = Kind::choice,
       .help = "Limits of use per key; off only with a warning in the report.",
       .allowed = {"on", "off"},
       .applies = Applies::publisher},
      &Group::limits,
      [](bool& to, const Value& value) { to = value.text == "on"; },
      [](const bool& from) { return std::string(from ? "on" : "off"); }));
  keys.push_back(make::word<Group>(
      {.name = "sealing",
       .kind = Kind::choice,
       .help = "single: each message by itself. batch: those of several clients at once, for "
               "SPECK, SIMON and PRESENT.",
       .allowed = {"single", "batch"},
       .applies = Applies::publisher},
      &Group::sealing));
  keys.push_back(make::duration<Group>(
      {.name = "batch_wait",
       .help = "sealing batch: a message that is due waits at most this long for others.",
       .max = 1e9,
       .applies = Applies::publisher},
      &Group::batch_wait));
  keys.push_back(make::integer<Group>(
      {.name = "replay_window",
       .help = "Sequence numbers remembered per sender, a multiple of 64; 0 switches it off.",
       .max = 1048576,
       .step = 64,
       .applies = Applies::subscriber},
      &Group::replay_window));
  keys.push_back(make::flag<Group>(
      {.name = "size_check",
       .help = "Whether subscribers drop what is longer than any message of the publishers that "
               "they hear, before they try to open it.",
       .applies = Applies::subscriber},
      &Group::size_check));
}

Keys<Group> all_keys() {
  Keys<Group> keys;
  add_traffic_keys(keys);
  add_session_keys(keys);
  add_publisher_keys(keys);
  add_envelope_keys(keys);
  return keys;
}

}  // namespace

bool is_envelope_key(std::string_view name) {
  static const Keys<Group> keys = [] {
    Keys<Group> envelope;
    add_envelope_keys(envelope);
    return envelope;
  }();
  return find_key(keys, name) != nullptr;
}

const Keys<Group>& group_keys() {
  static const Keys<Group> keys = all_keys();
  return keys;
}

}  // namespace mqseal::scenario
