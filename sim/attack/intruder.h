// SPDX-License-Identifier: MIT
// The attacker as an MQTT client: tries the ways into the broker that are open to somebody of its
// kind, and says how each went.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sim/attack/victims.h"

namespace mqseal::attack {

class Intruder {
 public:
  /// `id`: its client id.
  Intruder(Stage& stage, std::string id);

  /// An outsider: the plain port without credentials, then the TLS port without a certificate. An
  /// insider: as the application's group does. True where a CONNACK let it in; evidence() says how
  /// each way went.
  [[nodiscard]] bool enter();
  /// enter(), then a subscription to everything.
  [[nodiscard]] bool listen();

  /// After enter() returned true.
  [[nodiscard]] Actor& actor() noexcept { return *actor_; }

  /// "came in over the plain port"; "plain port: Connection refused; TLS port: ..."
  [[nodiscard]] const std::string& evidence() const noexcept { return evidence_; }

 private:
  [[nodiscard]] bool try_way(const client::Profile& profile, const std::string& name);

  Stage& stage_;
  std::string id_;
  Access access_;
  std::optional<Actor> actor_;
  std::string evidence_;
};

/// Opens envelopes as an insider can, who holds the master key.
class Reader {
 public:
  explicit Reader(const Setting& setting);

  /// The plaintext; nullopt where it does not open. No replay state.
  [[nodiscard]] std::optional<std::string> read(const Arrival& arrival);

 private:
  envelope::KeyRing keys_;
  envelope::Opener opener_;
};

}  // namespace mqseal::attack
