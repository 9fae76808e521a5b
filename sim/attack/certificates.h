// SPDX-License-Identifier: MIT
// Certificates that an attack's clients and servers show: right ones with a name of their own, and
// those that are wrong on purpose. Made in the attack's folder, once a name.
#pragma once

#include <filesystem>
#include <string>

#include "sim/attack/attack.h"
#include "sim/pki/authority.h"

namespace mqseal::attack {

struct LeafFiles {
  std::filesystem::path crt, key;
};

/// A client's, signed by the tree's authority, common name `name`.
[[nodiscard]] LeafFiles client_leaf(const Setting& setting, const std::string& name);

/// Any, signed by `authority`, in the files `name`.{crt,key}.
[[nodiscard]] LeafFiles make_leaf_files(const Setting& setting,
                                        const pki::Authority& authority,
                                        const std::string& name,
                                        const pki::LeafOptions& options);

}  // namespace mqseal::attack
