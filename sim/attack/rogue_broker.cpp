// SPDX-License-Identifier: MIT
// A broker of the attacker's in the genuine one's place: silent about who it is, replaying what the
// genuine one once showed, or relaying to it. What counts is whether clients stay. And without a
// rogue: a wrong proof that makes clients leave the genuine one.
#include <algorithm>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/intruder.h"
#include "sim/attack/proof.h"
#include "sim/attack/relay.h"
#include "sim/attack/rogue.h"
#include "sim/attack/verdict.h"

namespace mqseal::attack {
namespace {

constexpr int clients = 5;

/// A client of this setting at `endpoint`, and what it makes of the broker there.
struct Visit {
  bool connected = false;
  Belief belief = Belief::left;
  std::string why;

  /// Whether the impostor has it.
  [[nodiscard]] bool caught() const noexcept { return connected && belief != Belief::left; }
};

Visit visit(Stage& stage,
            const client::Endpoint& endpoint,
            const BrokerKeys& keys,
            const std::function<void()>& work) {
  Access access(stage.setting(), endpoint);
  Actor device(stage,
               access.victim(device_group(stage.setting()), device_certificate_name),
               device_client_id);
  Visit result;
  result.connected = device.connect();
  if (!result.connected) {
    result.why = device.why();
    return result;
  }
  result.belief = judge_broker(stage, device, keys, work);
  result.why = to_string(result.belief);
  return result;
}

record::AttackCase visits(const std::string& name,
                          bool control,
                          const std::function<Visit()>& once) {
  Tally tally{control, 0, 0};
  Visit last;
  for (int i = 0; i < clients; ++i) {
    last = once();
    ++tally.attempts;
    tally.successes += last.caught() ? 1U : 0U;
  }
  return case_of(
      name,
      tally,
      fmt::format(
          "{} of {} clients stayed; the last: {}", tally.successes, tally.attempts, last.why));
}

/// What the genuine broker once showed, as a stranger recorded it; empty where it could not.
std::string record_proof(Stage& stage, const BrokerKeys& keys, Prover& prover, std::string& how) {
  Intruder intruder(stage, "stranger");
  if (!intruder.listen()) {
    how = intruder.evidence();
    return {};
  }
  const client::Endpoint& genuine = stage.setting().broker.endpoint();
  static_cast<void>(visit(stage, genuine, keys, [&] { prover.work(); }));
  const std::string topic = keys.lab ? verify_topic : answer_topic(device_client_id);
  const auto& inbox = intruder.actor().inbox();
  static_cast<void>(
      stage.wait([&] { return std::ranges::find(inbox, topic, &Arrival::topic) != inbox.end(); }));
  const auto found = std::ranges::find(inbox, topic, &Arrival::topic);
  how = intruder.evidence();
  return found == inbox.end() ? std::string() : text_of(found->payload);
}

record::AttackCase replaying(Stage& stage,
                             const Rogue& rogue,
                             const BrokerKeys& keys,
                             const std::string& proof,
                             bool control) {
  // The attacker's own client on the attacker's own broker.
  client::Profile profile;
  profile.endpoint = rogue.endpoint();
  std::optional<client::TlsContext> tls;
  if (profile.endpoint.plain_port == 0) {
    tls.emplace(profile.endpoint,
                client::TlsOptions{.check_name = false, .check_authority = false});
    profile.tls = &*tls;
  }
  Actor attacker(stage, profile, "attacker");
  if (!attacker.connect() || !attacker.subscribe("Group4/challenge/+")) {
    return case_of("replaying", {}, "the attacker's own client: " + attacker.why());
  }
  const std::string topic = keys.lab ? verify_topic : answer_topic(device_client_id);
  Nanos last = 0;
  const auto replay = [&] {
    if (base::monotonic_now() - last > base::nanos_per_second / 20) {
      last = base::monotonic_now();
      static_cast<void>(attacker.publish(topic, bytes_of(proof), 0));
    }
  };
  return visits("replaying", control, [&] { return visit(stage, rogue.endpoint(), keys, replay); });
}

record::AttackCase relaying(Stage& stage, const BrokerKeys& keys, Prover& prover, bool control) {
  const client::Endpoint& genuine = stage.setting().broker.endpoint();
  Relay relay(stage, genuine.plain_port);
  client::Endpoint through = genuine;
  through.plain_port = relay.port();
  std::size_t passed = 0;
  relay.hook = [&passed](Way, Relay::Bytes& bytes) { passed += bytes.size(); };
  auto each = visits(
      "relaying", control, [&] { return visit(stage, through, keys, [&] { prover.work(); }); });
  each.evidence += fmt::format("; {} bytes passed through the attacker's hands", passed);
  return each;
}

/// No rogue at all: one wrong proof of a stranger's, retained where the genuine broker shows its
/// own.
record::AttackCase poisoning(Stage& stage, const BrokerKeys& keys, Prover& prover, bool control) {
  Intruder stranger(stage, "poisoner");
  const std::string topic = keys.lab ? verify_topic : answer_topic(device_client_id);
  if (!stranger.enter() || !stranger.actor().publish(topic, bytes_of("4711"), 1, true)) {
    return case_of("poisoning", {control, 1, 0}, stranger.evidence());
  }
  Tally tally{control, 0, 0};
  for (int i = 0; i < clients; ++i) {
    const Visit one = visit(stage, stage.setting().broker.endpoint(), keys, [&] { prover.work(); });
    ++tally.attempts;
    tally.successes += one.connected && one.belief == Belief::left ? 1U : 0U;
  }
  static_cast<void>(stranger.actor().publish(topic, {}, 1, true));
  return case_of("poisoning",
                 tally,
                 fmt::format("after one retained message of a stranger {} of {} clients left the "
                             "genuine broker",
                             tally.successes,
                             tally.attempts));
}

}  // namespace

record::Attack rogue_broker(const Setting& setting) {
  if (setting.run.attack.security.attacker == scenario::Attacker::insider) {
    return not_measured(same_for_insiders);
  }
  Stage stage(setting);
  const BrokerKeys keys(setting);
  const client::Endpoint& genuine = setting.broker.endpoint();
  const bool plain = device_group(setting).transport == scenario::Transport::plain;
  Prover prover(stage, keys);
  if (!prover.start()) {
    return result_of({}, "the genuine broker's prover cannot connect", "nothing was tried");
  }
  const Visit first = visit(stage, genuine, keys, [&] { prover.work(); });
  const bool proves = keys.lab || keys.challenge;
  const bool control =
      first.connected && first.belief == (proves ? Belief::believes : Belief::stays_unproved);
  record::Attack attack;
  attack.control = fmt::format("at the genuine broker a client {}", first.why);

  const pki::Tree foreign = pki::make_tree(setting.dir / "foreign-pki", {});
  const Rogue rogue(setting, foreign, "rogue");
  attack.cases.push_back(
      visits("silent", control, [&] { return visit(stage, rogue.endpoint(), keys, [] {}); }));
  if (proves) {
    std::string how;
    const std::string proof = record_proof(stage, keys, prover, how);
    attack.cases.push_back(proof.empty()
                               ? case_of("replaying", {control, 1, 0}, "nothing to replay: " + how)
                               : replaying(stage, rogue, keys, proof, control));
  }
  if (plain) {
    attack.cases.push_back(relaying(stage, keys, prover, control));
  }
  if (proves) {
    attack.cases.push_back(poisoning(stage, keys, prover, control));
  }
  sum_up(attack);
  for (const record::AttackCase& each : attack.cases) {
    attack.evidence += fmt::format("{}{}: {} of {}",
                                   attack.evidence.empty() ? "clients taken in: " : ", ",
                                   each.name,
                                   each.successes,
                                   each.attempts);
  }
  return attack;
}

}  // namespace mqseal::attack
