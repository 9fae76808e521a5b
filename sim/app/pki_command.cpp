// SPDX-License-Identifier: MIT
#include "sim/app/pki_command.h"

#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "sim/base/text.h"

namespace mqseal::app {

pki::KeyType key_type_of(std::string_view name) {
  constexpr std::array<std::string_view, 2> allowed = {"rsa-2048", "ecdsa-p256"};
  if (name == allowed[0]) {
    return pki::KeyType::rsa_2048;
  }
  if (name == allowed[1]) {
    return pki::KeyType::ecdsa_p256;
  }
  throw base::Error(
      base::ExitCode::usage,
      fmt::format(
          "key type '{}' is unknown; allowed: {}", base::printable(name), base::join(allowed)));
}

std::string shell_word(const std::string& text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) {
    return text;
  }
  std::string word = "'";
  for (const char c : text) {
    word += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return word + "'";
}

base::ExitCode make_pki(const PkiFlags& flags) {
  pki::Options options;
  options.key_type = key_type_of(flags.key_type);
  options.broker_names = flags.names;
  options.broker_addresses = flags.addresses;
  options.days = flags.days;
  const pki::Tree tree = pki::make_tree(flags.dir, options);
  fmt::print("A certificate authority, a broker's and a client's certificate, valid for {} days:\n",
             options.days);
  for (const auto* file : {&tree.ca_key,
                           &tree.ca_crt,
                           &tree.ca_srl,
                           &tree.broker_key,
                           &tree.broker_csr,
                           &tree.broker_crt,
                           &tree.client_key,
                           &tree.client_csr,
                           &tree.client_crt}) {
    fmt::print("  {}\n", file->string());
  }
  fmt::print(
      "The .key files are secret: only their owner can read them.\n\nTo check them:\n"
      "  openssl verify -CAfile {} {} {}\n",
      shell_word(tree.ca_crt.string()),
      shell_word(tree.broker_crt.string()),
      shell_word(tree.client_crt.string()));
  return base::ExitCode::done;
}

}  // namespace mqseal::app
