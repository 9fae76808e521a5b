// SPDX-License-Identifier: MIT
#include "sim/scenario/attack_settings.h"

#include <algorithm>

namespace mqseal::scenario {

std::string_view to_string(Attacker attacker) noexcept {
  return attacker == Attacker::outsider ? "outsider" : "insider";
}

std::string_view to_string(BrokerIdentity identity) noexcept {
  switch (identity) {
    case BrokerIdentity::none:
      return "none";
    case BrokerIdentity::rsa_signature:
      return "rsa-signature";
    case BrokerIdentity::ed25519_challenge:
      break;
  }
  return "ed25519-challenge";
}

std::string_view to_string(BrokerCheck check) noexcept {
  switch (check) {
    case BrokerCheck::authority_and_name:
      return "authority-and-name";
    case BrokerCheck::authority:
      return "authority";
    case BrokerCheck::nothing:
      break;
  }
  return "nothing";
}

std::string_view to_string(Listeners listeners) noexcept {
  switch (listeners) {
    case Listeners::both:
      return "both";
    case Listeners::plain:
      return "plain";
    case Listeners::tls:
      break;
  }
  return "tls";
}

const std::vector<AttackName>& attack_names() {
  static const std::vector<AttackName> names{
#define MQSEAL_SECURITY_ATTACK(function, id, title, needs, answers) \
  {id, title, AttackKind::security},
#include "sim/attack/catalogue.def"
#undef MQSEAL_SECURITY_ATTACK
  };
  return names;
}

const AttackName* find_attack_name(std::string_view id) noexcept {
  const auto& names = attack_names();
  const auto found = std::ranges::find(names, id, &AttackName::id);
  return found == names.end() ? nullptr : &*found;
}

bool is_security(const AttackSetup& setup) noexcept {
  return std::ranges::any_of(setup.attacks, [](const std::string& id) {
    const AttackName* const name = find_attack_name(id);
    return name != nullptr && name->kind == AttackKind::security;
  });
}

}  // namespace mqseal::scenario
