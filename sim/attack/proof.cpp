// SPDX-License-Identifier: MIT
#include "sim/attack/proof.h"

#include <array>

#include <fmt/format.h>

namespace mqseal::attack {
namespace {

using scenario::BrokerIdentity;

constexpr Nanos publish_every = base::nanos_per_second / 10;
constexpr Nanos watched = 6 * publish_every;
constexpr const char* challenge_prefix = "Group4/challenge/";

std::string random_challenge() {
  std::array<std::uint8_t, 32> bytes{};
  host::system_random(bytes);
  return text_of(bytes);
}

}  // namespace

std::string challenge_topic(const std::string& client) {
  return challenge_prefix + client;
}

std::string answer_topic(const std::string& client) {
  return "Group4/answer/" + client;
}

std::string_view to_string(Belief belief) noexcept {
  switch (belief) {
    case Belief::believes:
      return "believes it";
    case Belief::stays_unproved:
      return "stays without a proof";
    case Belief::left:
      break;
  }
  return "left";
}

BrokerKeys::BrokerKeys(const Setting& setting) {
  const auto& security = setting.run.attack.security;
  if (security.identity == BrokerIdentity::rsa_signature) {
    lab.emplace(security.identity_bits);
  } else if (security.identity == BrokerIdentity::ed25519_challenge) {
    challenge.emplace();
  }
}

Prover::Prover(Stage& stage, const BrokerKeys& keys)
    : keys_(keys),
      access_(stage.setting(), stage.setting().broker.endpoint()),
      actor_(stage, access_.victim(application_group(stage.setting()), "prover"), "prover") {}

bool Prover::start() {
  return actor_.connect() &&
         (!keys_.challenge || actor_.subscribe(std::string(challenge_prefix) + "+"));
}

void Prover::work() {
  if (keys_.lab && base::monotonic_now() - published_at_ > publish_every) {
    published_at_ = base::monotonic_now();
    static_cast<void>(actor_.publish(verify_topic, bytes_of(keys_.lab->signature()), 0));
  }
  while (keys_.challenge && answered_ < actor_.inbox().size()) {
    const Arrival arrival = actor_.inbox()[answered_++];
    const std::string client = arrival.topic.substr(std::string_view(challenge_prefix).size());
    const std::string answer = keys_.challenge->sign(client, text_of(arrival.payload));
    static_cast<void>(actor_.publish(answer_topic(client), bytes_of(answer), 0));
  }
}

Belief judge_broker(Stage& stage,
                    Actor& client,
                    const BrokerKeys& keys,
                    const std::function<void()>& work) {
  if (!keys.lab && !keys.challenge) {
    return client.is_online() ? Belief::stays_unproved : Belief::left;
  }
  const std::string topic = keys.lab ? verify_topic : answer_topic(client.id());
  const std::string challenge = random_challenge();
  if (!client.subscribe(topic) ||
      (keys.challenge && !client.publish(challenge_topic(client.id()), bytes_of(challenge)))) {
    return Belief::left;
  }
  const auto proof = [&]() -> const Arrival* {
    for (const Arrival& arrival : client.inbox()) {
      if (arrival.topic == topic) {
        return &arrival;
      }
    }
    return nullptr;
  };
  const Nanos patience_of_client = stage.setting().run.attack.security.identity_patience;
  static_cast<void>(stage.wait(
      [&] {
        work();
        return proof() != nullptr || !client.is_online();
      },
      patience_of_client > 0 ? patience_of_client : watched));
  const Arrival* const came = proof();
  if (came == nullptr) {
    if (patience_of_client == 0 && client.is_online()) {
      return Belief::stays_unproved;
    }
    client.disconnect();
    return Belief::left;
  }
  const std::string text = text_of(came->payload);
  const bool right = keys.lab ? keys.lab->verifier().accepts(text)
                              : keys.challenge->accepts(client.id(), challenge, text);
  if (!right) {
    client.disconnect();  // "In case of invalid signature, clients are automatically disconnected"
    return Belief::left;
  }
  // "clients can now unsubscribe to Group4/verify and continue"
  return client.unsubscribe(topic) ? Belief::believes : Belief::left;
}

}  // namespace mqseal::attack
