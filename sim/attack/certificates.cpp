// SPDX-License-Identifier: MIT
#include "sim/attack/certificates.h"

namespace mqseal::attack {

LeafFiles client_leaf(const Setting& setting, const std::string& name) {
  const auto dir = setting.dir.parent_path() / "certificates";
  const LeafFiles files{dir / (name + ".crt"), dir / (name + ".key")};
  if (!std::filesystem::exists(files.crt)) {
    pki::LeafOptions options;
    options.common_name = name;
    options.client_auth = true;
    pki::write_leaf(dir, name, pki::make_leaf(pki::Authority::load(setting.tree), options));
  }
  return files;
}

LeafFiles make_leaf_files(const Setting& setting,
                          const pki::Authority& authority,
                          const std::string& name,
                          const pki::LeafOptions& options) {
  pki::write_leaf(setting.dir, name, pki::make_leaf(authority, options));
  return {setting.dir / (name + ".crt"), setting.dir / (name + ".key")};
}

}  // namespace mqseal::attack
