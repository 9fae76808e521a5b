// SPDX-License-Identifier: MIT
#include "sim/run/identities.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "ciphers/host/secret.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"

namespace mqseal::run {

namespace {

constexpr const char* hasher = "mosquitto_passwd";

std::string user_of(std::size_t client) {
  return fmt::format("r0-{}", client);
}

std::string random_password() {
  std::array<std::uint8_t, 16> bytes{};
  host::system_random(bytes);
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += fmt::format("{:02x}", byte);
  }
  return text;
}

}  // namespace

Identities::Identities(const scenario::Run& run, const pki::Tree& tree)
    : key_type_(run.broker.key_type == scenario::KeyType::rsa_2048 ? pki::KeyType::rsa_2048
                                                                   : pki::KeyType::ecdsa_p256) {
  for (const scenario::Group& group : run.groups) {
    kinds_.insert(kinds_.end(), group.clients, group.identity);
  }
  if (std::ranges::find(kinds_, scenario::Identity::certificate) != kinds_.end()) {
    authority_ = std::make_unique<pki::Authority>(pki::Authority::load(tree));
  }
  for (std::size_t client = 0; client < kinds_.size(); ++client) {
    if (kinds_[client] == scenario::Identity::password) {
      passwords_[client] = random_password();
    }
  }
}

void Identities::prepare_broker(const std::filesystem::path& dir,
                                scenario::BrokerSettings& settings) const {
  if (passwords_.empty()) {
    return;
  }
  std::string text;
  for (const auto& [client, password] : passwords_) {
    text += fmt::format("{}:{}\n", user_of(client), password);
  }
  const std::filesystem::path file = std::filesystem::absolute(dir) / "passwords";
  base::write_file_atomically(file, text, 0600);
  const auto hashed = base::run_process({hasher, "-U", file.string()});
  if (!hashed.started || hashed.exit_code != 0) {
    throw base::Error(base::ExitCode::environment,
                      fmt::format("{} cannot hash the clients' passwords ({}); it comes with "
                                  "mosquitto: sudo apt-get install mosquitto",
                                  hasher,
                                  hashed.started ? hashed.err : "not found"));
  }
  settings.settings["password_file"] = file.string();
}

client::Identity Identities::of(std::size_t client) const {
  client::Identity identity;
  if (kinds_[client] == scenario::Identity::certificate) {
    pki::LeafOptions options;
    options.key_type = key_type_;
    options.common_name = user_of(client);
    options.client_auth = true;
    pki::Leaf leaf = pki::make_leaf(*authority_, options);
    identity.crt_pem = leaf.crt_pem;
    identity.key_pem = leaf.key_pem;
  } else if (kinds_[client] == scenario::Identity::password) {
    identity.user = user_of(client);
    identity.password = passwords_.at(client);
  }
  return identity;
}

}  // namespace mqseal::run
