// SPDX-License-Identifier: MIT
#include "sim/broker/extras.h"

#include <array>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <span>

#include <fmt/format.h>

#include "sim/base/base64.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/pki/authority.h"

namespace mqseal::broker {
namespace {

using base::Error;
using base::ExitCode;

void fill_randomly(std::span<unsigned char> out) {
  if (::RAND_bytes(out.data(), static_cast<int>(out.size())) != 1) {
    throw Error(ExitCode::environment, "the system gives no random bytes for a password");
  }
}

std::string random_password() {
  std::array<unsigned char, 18> bytes{};
  fill_randomly(bytes);
  return base::base64_encode(bytes);
}

/// A line of mosquitto's password file: $7$ is PBKDF2 with SHA-512, 101 rounds as mosquitto_passwd
/// of 2.0 takes.
std::string password_line(const std::string& user, const std::string& password) {
  constexpr int rounds = 101;
  std::array<unsigned char, 12> salt{};
  std::array<unsigned char, 64> hash{};
  fill_randomly(salt);
  if (::PKCS5_PBKDF2_HMAC(password.data(),
                          static_cast<int>(password.size()),
                          salt.data(),
                          static_cast<int>(salt.size()),
                          rounds,
                          ::EVP_sha512(),
                          static_cast<int>(hash.size()),
                          hash.data()) != 1) {
    throw Error(ExitCode::environment, "OpenSSL cannot hash a password");
  }
  return fmt::format(
      "{}:$7${}${}${}\n", user, rounds, base::base64_encode(salt), base::base64_encode(hash));
}

void make_revocation(const pki::Tree& tree, const std::filesystem::path& dir) {
  const pki::Authority authority = pki::Authority::load(tree);
  pki::LeafOptions options;
  options.common_name = revoked_name;
  options.client_auth = true;
  const pki::Leaf leaf = pki::make_leaf(authority, options);
  pki::write_leaf(dir, revoked_name, leaf);
  const std::array revoked = {leaf.crt_pem};
  base::write_file_atomically(dir / "revoked.crl", pki::make_revocation_list(authority, revoked));
}

}  // namespace

Extras make_extras(const scenario::BrokerSettings& settings,
                   const pki::Tree& tree,
                   const std::filesystem::path& dir) {
  Extras extras;
  for (const auto& [name, text] : settings.files) {
    if (std::filesystem::path(name).filename() != name || name == "." || name == "..") {
      throw Error(ExitCode::usage, fmt::format("broker files: '{}' is no plain file name", name));
    }
    base::write_file_atomically(dir / name, text);
  }
  if (settings.password) {
    extras.user = "device";
    extras.password = random_password();
    base::write_file_atomically(
        dir / "passwords", password_line(extras.user, extras.password), 0600);
    extras.lines["plain.password_file"] = (dir / "passwords").string();
    extras.lines["plain.allow_anonymous"] = "false";
  }
  if (settings.revocation) {
    make_revocation(tree, dir);
    extras.lines["tls.crlfile"] = (dir / "revoked.crl").string();
  }
  return extras;
}

}  // namespace mqseal::broker
