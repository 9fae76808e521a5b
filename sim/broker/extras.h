// SPDX-License-Identifier: MIT
// What some configurations of a broker need beside its settings: text files, a password, a
// revocation list with a certificate that it names. Made in the broker's folder before it starts.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "sim/pki/pki.h"
#include "sim/scenario/scenario.h"

namespace mqseal::broker {

struct Extras {
  std::map<std::string, std::string> lines;  ///< further settings that name the files
  std::string user, password;                ///< for the plain port; empty: none
};

/// A certificate that the CA of `tree` signed and then revoked: `dir`/revoked.{key,crt}.
inline constexpr const char* revoked_name = "revoked";

/// Throws base::Error: usage for a file name that is no plain name, environment where a file cannot
/// be written.
[[nodiscard]] Extras make_extras(const scenario::BrokerSettings& settings,
                                 const pki::Tree& tree,
                                 const std::filesystem::path& dir);

}  // namespace mqseal::broker
