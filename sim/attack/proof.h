// SPDX-License-Identifier: MIT
// The broker's proof of identity over MQTT, both sides: what runs beside the genuine broker, and
// what a client does before it trusts one (security.identity).
#pragma once

#include <optional>
#include <string>

#include "sim/attack/identity.h"
#include "sim/attack/victims.h"

namespace mqseal::attack {

/// The keys of the genuine broker; clients know the public halves.
struct BrokerKeys {
  explicit BrokerKeys(const Setting& setting);

  std::optional<LabSigner> lab;
  std::optional<ChallengeKey> challenge;
};

/// Beside the genuine broker: publishes the lab's signature, or answers challenges.
class Prover {
 public:
  Prover(Stage& stage, const BrokerKeys& keys);

  [[nodiscard]] bool start();
  /// Does what is due: to be called while the stage waits.
  void work();

 private:
  const BrokerKeys& keys_;
  Access access_;
  Actor actor_;
  std::size_t answered_ = 0;
  Nanos published_at_ = 0;
};

/// What a client makes of the broker that it is connected to.
enum class Belief : std::uint8_t {
  believes,        ///< a proof came and is right
  stays_unproved,  ///< no proof came, and it goes on
  left             ///< it disconnected
};

[[nodiscard]] std::string_view to_string(Belief belief) noexcept;

/// The client's side of the scheme. `work` is called while it waits. Where the scenario lets it
/// wait for ever, it is watched for as long as six proofs would take.
[[nodiscard]] Belief judge_broker(Stage& stage,
                                  Actor& client,
                                  const BrokerKeys& keys,
                                  const std::function<void()>& work);

/// Topics of the challenge, for one client.
[[nodiscard]] std::string challenge_topic(const std::string& client);
[[nodiscard]] std::string answer_topic(const std::string& client);

}  // namespace mqseal::attack
