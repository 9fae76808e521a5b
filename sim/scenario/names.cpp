// SPDX-License-Identifier: MIT
// The words of the enumerations, as scenarios write them.
#include "sim/scenario/scenario.h"

namespace mqseal::scenario {

std::string_view to_string(Transport transport) noexcept {
  switch (transport) {
    case Transport::plain:
      return "plain";
    case Transport::mtls:
      return "mtls";
    case Transport::tls:
      break;
  }
  return "tls";
}

std::string_view to_string(Role role) noexcept {
  return role == Role::publisher ? "publisher" : "subscriber";
}

std::string_view to_string(Schedule schedule) noexcept {
  return schedule == Schedule::constant ? "constant" : "poisson";
}

std::string_view to_string(KeyType type) noexcept {
  return type == KeyType::ecdsa_p256 ? "ecdsa-p256" : "rsa-2048";
}

}  // namespace mqseal::scenario
