// SPDX-License-Identifier: MIT
// The lab's folder of certificates (lab report, exercise 2.1), written file by file.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/pki/authority.h"
#include "sim/pki/pki.h"

namespace mqseal::pki {
namespace {

using base::Error;
using base::ExitCode;

std::array<const std::filesystem::path*, 9> files_of(const Tree& tree) {
  return {&tree.ca_key,
          &tree.ca_crt,
          &tree.ca_srl,
          &tree.broker_key,
          &tree.broker_csr,
          &tree.broker_crt,
          &tree.client_key,
          &tree.client_csr,
          &tree.client_crt};
}

/// A dangling link counts as existing: nothing of the user's is replaced.
bool stands(const std::filesystem::path* path) {
  std::error_code code;
  const auto type = std::filesystem::symlink_status(*path, code).type();
  return type != std::filesystem::file_type::not_found;
}

void refuse_to_overwrite(const Tree& tree) {
  for (const std::filesystem::path* file : files_of(tree)) {
    if (stands(file)) {
      throw Error(ExitCode::usage,
                  fmt::format("{}: exists already, and keys are never overwritten; name another "
                              "folder, or delete ca/, broker/ and client/ in this one",
                              file->string()));
    }
  }
}

void write_authority(const Tree& tree, const Authority& authority) {
  std::error_code code;
  std::filesystem::create_directories(tree.ca_key.parent_path(), code);
  if (code) {
    throw Error(
        ExitCode::environment,
        fmt::format(
            "{}: cannot make the folder: {}", tree.ca_key.parent_path().string(), code.message()));
  }
  std::string key = authority.key_pem();
  const auto wipe = [&key] { ::explicit_bzero(key.data(), key.size()); };
  try {
    base::write_file_atomically(tree.ca_key, key, 0600);
  } catch (...) {
    wipe();
    throw;
  }
  wipe();
  base::write_file_atomically(tree.ca_crt, authority.crt_pem());
}

}  // namespace

Tree tree_in(const std::filesystem::path& dir) {
  return {.ca_key = dir / "ca" / "ca.key",
          .ca_crt = dir / "ca" / "ca.crt",
          .ca_srl = dir / "ca" / "ca.srl",
          .broker_key = dir / "broker" / "broker.key",
          .broker_csr = dir / "broker" / "broker.csr",
          .broker_crt = dir / "broker" / "broker.crt",
          .client_key = dir / "client" / "client.key",
          .client_csr = dir / "client" / "client.csr",
          .client_crt = dir / "client" / "client.crt"};
}

TreeState tree_state(const Tree& tree) {
  const auto files = files_of(tree);
  const auto standing = std::count_if(files.begin(), files.end(), stands);
  if (standing == 0) {
    return TreeState::absent;
  }
  return standing == std::ssize(files) ? TreeState::complete : TreeState::partial;
}

Tree make_tree(const std::filesystem::path& dir, const Options& options) {
  if (options.days < 1 || options.days > 36500) {
    throw Error(ExitCode::usage,
                fmt::format("certificates cannot be valid for {} days; 1 to 36500 are allowed",
                            options.days));
  }
  Tree tree = tree_in(dir);
  refuse_to_overwrite(tree);
  Validity validity;
  validity.until = std::chrono::hours(24) * options.days;

  const Authority authority(options.key_type, "mqseal lab CA", validity);
  LeafOptions broker;
  broker.key_type = options.key_type;
  broker.common_name = options.broker_names.empty() ? "broker" : options.broker_names.front();
  broker.dns_names = options.broker_names;
  broker.ipv4_addresses = options.broker_addresses;
  broker.server_auth = true;
  broker.validity = validity;
  const Leaf broker_leaf = make_leaf(authority, broker);
  LeafOptions client;
  client.key_type = options.key_type;
  client.common_name = "client";
  client.client_auth = true;
  client.validity = validity;
  const Leaf client_leaf = make_leaf(authority, client);

  write_authority(tree, authority);
  write_leaf(tree.broker_key.parent_path(), "broker", broker_leaf);
  write_leaf(tree.client_key.parent_path(), "client", client_leaf);
  // The last serial number issued: `openssl x509 -CAserial` goes on from it.
  base::write_file_atomically(tree.ca_srl, client_leaf.serial_hex + "\n");
  return tree;
}

}  // namespace mqseal::pki
