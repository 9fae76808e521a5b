// SPDX-License-Identifier: MIT
// Keys about attacks: the section `security`, what a defence overrides, and those of the broker and
// of the scenario that only attacks need.
#include "sim/scenario/keys_of_attacks.h"

#include "sim/scenario/key_builders.h"

namespace mqseal::scenario {
namespace {

std::vector<std::string> attack_ids() {
  std::vector<std::string> ids;
  for (const AttackName& name : attack_names()) {
    ids.emplace_back(name.id);
  }
  return ids;
}

constexpr const char* expect_help =
    "What each attack is predicted to give, by its id: succeeded, blocked, inconclusive or "
    "not_measured. Another verdict gives exit code 10.";

}  // namespace

Keys<Scenario> attack_keys_of_scenario() {
  KeyInfo attacks{.name = "attacks",
                  .kind = Kind::choices,
                  .help = "Attacks of each run, in this order (mqseal list attacks).",
                  .allowed = attack_ids()};
  return {Key<Scenario>{attacks,
                        [](Scenario& to, const Value& value) { to.attack.attacks = value.list; },
                        [](const Scenario& from) { return flow_list(from.attack.attacks); }},
          make::section<Scenario>("security", "Who attacks, and how clients know their broker."),
          make::section<Scenario>("defences",
                                  "Named configurations: what they set instead of the scenario's "
                                  "own values; levels of the factor `defence`."),
          make::section<Scenario>("claims", "Sentences that are held against what was measured."),
          make::section<Scenario>("evidence", "What would speak for each claim, and against it."),
          make::flag<Scenario>({.name = "capture",
                                .help = "Capture the packets of each run, search them for what "
                                        "should not be readable, keep them as capture.pcapng."},
                               &Scenario::capture)};
}

Keys<BrokerSettings> attack_keys_of_broker() {
  return {
      make::enumeration<BrokerSettings>(
          {.name = "listeners", .help = "Which ports the broker has."},
          &BrokerSettings::listeners,
          {Listeners::both, Listeners::plain, Listeners::tls}),
      make::flag<BrokerSettings>(
          {.name = "password",
           .help = "The plain listener asks for user name and password: random ones, which only "
                   "the clients know."},
          &BrokerSettings::password),
      make::flag<BrokerSettings>(
          {.name = "revocation", .help = "The TLS listener checks a revocation list (crlfile)."},
          &BrokerSettings::revocation),
      make::settings<BrokerSettings>(
          {.name = "files",
           .help = "Text files in the broker's folder, by name, for settings that name one, as "
                   "`plain.acl_file: acl`.",
           .multi_line = true},
          &BrokerSettings::files)};
}

const Keys<Security>& security_keys() {
  static const Keys<Security> keys{
      make::enumeration<Security>(
          {.name = "attacker",
           .help = "outsider: the network only. insider: a subscriber's master key, certificate "
                   "and password."},
          &Security::attacker,
          {Attacker::outsider, Attacker::insider}),
      make::enumeration<Security>(
          {.name = "identity",
           .help = "How clients know the broker beside TLS: the lab's RSA signature on "
                   "Group4/verify, or an Ed25519 signature over a challenge."},
          &Security::identity,
          {BrokerIdentity::none, BrokerIdentity::rsa_signature, BrokerIdentity::ed25519_challenge}),
      make::key<Security>(
          {.name = "identity_bits",
           .kind = Kind::choice,
           .help = "Length of the RSA key; the lab's seems to have 1024 bits, below 112 bits of "
                   "strength.",
           .allowed = {"1024", "2048"}},
          &Security::identity_bits,
          [](int& to, const Value& value) { to = std::stoi(value.text); },
          [](const int& from) { return fmt::format("{}", from); }),
      make::duration<Security>(
          {.name = "identity_patience",
           .help = "A client leaves where no proof came for so long; 0s: it waits for ever, as the "
                   "lab's do.",
           .max = 60e9},
          &Security::identity_patience),
      make::enumeration<Security>(
          {.name = "broker_check", .help = "What clients check of the broker's TLS certificate."},
          &Security::broker_check,
          {BrokerCheck::authority_and_name, BrokerCheck::authority, BrokerCheck::nothing}),
      make::settings<Security>({.name = "expect", .help = expect_help}, &Security::expect),
      make::settings<Security>(
          {.name = "expect_insider", .help = "The same where security.attacker is insider."},
          &Security::expect_insider)};
  return keys;
}

const KeyInfo& defence_name_info() {
  static const KeyInfo info{.name = "name",
                            .kind = Kind::identifier,
                            .help = "Short name: the level of the factor `defence`.",
                            .required = true};
  return info;
}

const KeyInfo& defence_about_info() {
  static const KeyInfo info{.name = "about", .help = "What it changes and why, for the report."};
  return info;
}

const KeyInfo& attack_level_info() {
  static const KeyInfo info = [] {
    KeyInfo made{
        .name = "attack", .kind = Kind::choice, .help = "The one attack of the run, or none."};
    made.allowed = attack_ids();
    made.allowed.insert(made.allowed.begin(), "none");
    return made;
  }();
  return info;
}

}  // namespace mqseal::scenario
