// SPDX-License-Identifier: MIT
// What a scenario says of attacks: which, by whom, against which configuration. Plain structs; the
// attacks themselves are sim/attack.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/clock.h"

namespace mqseal::scenario {

using base::Nanos;

/// What the attacker has.
enum class Attacker : std::uint8_t {
  outsider,  ///< the network only: no key, no certificate, no password
  insider    ///< a subscriber's: the master key, a certificate, a password
};

/// How clients satisfy themselves that the broker is theirs, beside TLS.
enum class BrokerIdentity : std::uint8_t {
  none,
  rsa_signature,     ///< the lab's: textbook RSA over a fixed message, on a topic
  ed25519_challenge  ///< a signature over the client's random challenge
};

/// What a client checks of the broker's TLS certificate.
enum class BrokerCheck : std::uint8_t {
  authority_and_name,
  authority,  ///< any certificate of the CA will do
  nothing
};

/// Which ports a broker has.
enum class Listeners : std::uint8_t { both, plain, tls };

[[nodiscard]] std::string_view to_string(Attacker attacker) noexcept;
[[nodiscard]] std::string_view to_string(BrokerIdentity identity) noexcept;
[[nodiscard]] std::string_view to_string(BrokerCheck check) noexcept;
[[nodiscard]] std::string_view to_string(Listeners listeners) noexcept;

/// Section `security`.
struct Security {
  Attacker attacker = Attacker::outsider;
  BrokerIdentity identity = BrokerIdentity::none;
  int identity_bits = 1024;     ///< of the RSA key: the lab's, or 2048
  Nanos identity_patience = 0;  ///< a client leaves where no proof came; 0: it waits for ever
  BrokerCheck broker_check = BrokerCheck::authority_and_name;
  /// What each attack is predicted to give, by attack id, for an outsider and for an insider:
  /// succeeded, blocked, inconclusive, not_measured.
  std::map<std::string, std::string> expect, expect_insider;
};

/// One value that a defence sets instead of the scenario's own.
struct Override {
  std::string section;  ///< broker, groups, security
  std::string key;
  std::string value;  ///< canonical YAML, as the resolved scenario writes it
};

/// A named configuration: what is set, and why.
struct Defence {
  std::string name, about;
  std::vector<Override> overrides;
};

/// What a run is attacked with, and in which configuration.
struct AttackSetup {
  std::vector<std::string> attacks;  ///< ids, made in this order
  std::string defence = "none";      ///< name
  Security security;
};

enum class AttackKind : std::uint8_t {
  security,  ///< makes its own few victims, gives a verdict
  dos        ///< runs beside the fleet
};

/// One line of sim/attack/catalogue.def.
struct AttackName {
  std::string_view id, title;
  AttackKind kind;
};

/// In the catalogue's order.
[[nodiscard]] const std::vector<AttackName>& attack_names();
/// nullptr where there is no such attack.
[[nodiscard]] const AttackName* find_attack_name(std::string_view id) noexcept;

/// True where the run consists of security attacks and has no fleet.
[[nodiscard]] bool is_security(const AttackSetup& setup) noexcept;

}  // namespace mqseal::scenario
