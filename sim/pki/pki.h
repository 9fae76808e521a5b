// SPDX-License-Identifier: MIT
// The lab's certificate tree, made by Botan: ca/, broker/, client/ with .key .csr .crt. Single
// certificates, good or wrong on purpose, come from authority.h.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mqseal::pki {

enum class KeyType : unsigned char { ecdsa_p256, rsa_2048 };

struct Options {
  KeyType key_type = KeyType::ecdsa_p256;
  std::vector<std::string> broker_names = {"localhost"};      ///< DNS subject alternative names
  std::vector<std::string> broker_addresses = {"127.0.0.1"};  ///< IPv4 subject alternative names
  int days = 100;                                             ///< from one hour ago
};

/// Where the files of a tree stand; every .key is mode 0600.
struct Tree {
  std::filesystem::path ca_key, ca_crt, ca_srl;
  std::filesystem::path broker_key, broker_csr, broker_crt;
  std::filesystem::path client_key, client_csr, client_crt;
};

/// Which of a tree's nine files exist.
enum class TreeState : unsigned char { absent, partial, complete };

/// Paths below `dir`, whether or not the files exist.
[[nodiscard]] Tree tree_in(const std::filesystem::path& dir);
[[nodiscard]] TreeState tree_state(const Tree& tree);
/// Makes the whole tree below `dir` (created where missing). Each file is written whole or not at
/// all. Throws base::Error (environment) naming the file; refuses (usage) to overwrite a tree, a
/// broken one too.
Tree make_tree(const std::filesystem::path& dir, const Options& options);

}  // namespace mqseal::pki
