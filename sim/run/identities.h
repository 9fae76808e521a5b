// SPDX-License-Identifier: MIT
// A certificate or a user with a password for each client that the scenario wants to tell apart.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/client/identity.h"
#include "sim/pki/authority.h"
#include "sim/scenario/plan.h"

namespace mqseal::run {

/// Certificates are issued by the tree's own authority when they are asked for, with the client id
/// as common name; private keys are never written to a file. Passwords are random.
class Identities {
 public:
  /// Throws base::Error (environment) where the authority's key cannot be read.
  Identities(const scenario::Run& run, const pki::Tree& tree);

  /// What the broker must know before it starts: where some client has a password, writes
  /// `dir`/passwords (0600; hashed by mosquitto_passwd) and adds the setting to `settings`. Throws
  /// base::Error (environment).
  void prepare_broker(const std::filesystem::path& dir, scenario::BrokerSettings& settings) const;

  /// Of the client with this index over all groups. From any thread.
  [[nodiscard]] client::Identity of(std::size_t client) const;

 private:
  std::vector<scenario::Identity> kinds_;  ///< of each client
  pki::KeyType key_type_;
  std::unique_ptr<pki::Authority> authority_;
  std::map<std::size_t, std::string> passwords_;
};

}  // namespace mqseal::run
