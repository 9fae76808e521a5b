// SPDX-License-Identifier: MIT
// `mqseal pki DIR`: the lab's certificates (lab report, exercise 2.1) in one step.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.h"
#include "sim/pki/pki.h"

namespace mqseal::app {

struct PkiFlags {
  std::filesystem::path dir;
  std::string key_type = "rsa-2048";                   ///< as in the lab; or "ecdsa-p256"
  std::vector<std::string> names = {"localhost"};      ///< DNS names of the broker
  std::vector<std::string> addresses = {"127.0.0.1"};  ///< IPv4 addresses of the broker
  int days = 100;                                      ///< as in the lab
};

/// Makes the tree and prints its files with the command that checks it. Throws base::Error.
base::ExitCode make_pki(const PkiFlags& flags);

/// "rsa-2048" or "ecdsa-p256". Throws base::Error (usage) for anything else.
[[nodiscard]] pki::KeyType key_type_of(std::string_view name);

/// `text` as one word of a POSIX shell, for command lines to copy.
[[nodiscard]] std::string shell_word(const std::string& text);

}  // namespace mqseal::app
