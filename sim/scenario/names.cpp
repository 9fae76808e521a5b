// SPDX-License-Identifier: MIT
// The words of the enumerations and sizes, as scenarios write them.
#include <algorithm>

#include "sim/base/units.h"
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
  switch (schedule) {
    case Schedule::constant:
      return "constant";
    case Schedule::poisson:
      return "poisson";
    case Schedule::bursty:
      return "bursty";
    case Schedule::ramp:
      return "ramp";
    case Schedule::staircase:
      return "staircase";
    case Schedule::closed:
      break;
  }
  return "closed";
}

std::string_view to_string(SearchOf of) noexcept {
  return of == SearchOf::fleet ? "fleet" : "attack";
}

std::string_view to_string(Session session) noexcept {
  return session == Session::clean ? "clean" : "persistent";
}

std::string_view to_string(Identity identity) noexcept {
  switch (identity) {
    case Identity::shared:
      return "shared";
    case Identity::certificate:
      return "certificate";
    case Identity::password:
      break;
  }
  return "password";
}

std::string_view to_string(OwnNetwork choice) noexcept {
  switch (choice) {
    case OwnNetwork::automatic:
      return "auto";
    case OwnNetwork::yes:
      return "yes";
    case OwnNetwork::no:
      break;
  }
  return "no";
}

std::string_view to_string(FaultAction action) noexcept {
  switch (action) {
    case FaultAction::none:
      return "none";
    case FaultAction::pause:
      return "pause";
    case FaultAction::terminate:
      return "terminate";
    case FaultAction::kill:
      break;
  }
  return "kill";
}

std::string_view to_string(KeyType type) noexcept {
  return type == KeyType::ecdsa_p256 ? "ecdsa-p256" : "rsa-2048";
}

std::size_t PayloadSizes::smallest() const noexcept {
  return *std::ranges::min_element(sizes);
}

std::size_t PayloadSizes::largest() const noexcept {
  return *std::ranges::max_element(sizes);
}

double PayloadSizes::mean() const noexcept {
  double sum = 0;
  for (const std::size_t size : sizes) {
    sum += static_cast<double>(size);
  }
  return sum / static_cast<double>(sizes.size());
}

std::string to_string(const PayloadSizes& sizes) {
  std::string text;
  for (const std::size_t size : sizes.sizes) {
    text += (text.empty() ? "" : sizes.range ? ".." : ",") + base::format_bytes(size);
  }
  return text;
}

}  // namespace mqseal::scenario
