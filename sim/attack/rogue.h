// SPDX-License-Identifier: MIT
// A broker of the attacker's: a real one, in the genuine one's place.
#pragma once

#include <memory>
#include <string>

#include "sim/attack/attack.h"

namespace mqseal::attack {

class Rogue {
 public:
  /// Starts it in `setting.dir`/`name` with the certificates of `tree`, the same kind and ports (in
  /// kind) as the genuine one, and no lock on any of them. The guard lets attackers' clients in.
  Rogue(const Setting& setting, const pki::Tree& tree, const std::string& name);
  Rogue(const Rogue&) = delete;
  Rogue& operator=(const Rogue&) = delete;
  ~Rogue();

  /// As its victims reach it: with the genuine authority to check against, as they have it.
  [[nodiscard]] const client::Endpoint& endpoint() const noexcept { return endpoint_; }

 private:
  const Setting& setting_;
  std::unique_ptr<broker::Broker> broker_;
  client::Endpoint endpoint_;
};

}  // namespace mqseal::attack
