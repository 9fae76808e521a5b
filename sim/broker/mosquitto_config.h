// SPDX-License-Identifier: MIT
// The text of mosquitto.conf for one broker with a plain and a TLS listener. Pure.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "sim/pki/pki.h"

namespace mqseal::broker {

struct ConfigInputs {
  std::uint16_t plain_port = 0;  ///< 0: no such listener
  std::uint16_t tls_port = 0;    ///< 0: no such listener
  pki::Tree tree;
  std::filesystem::path dir;  ///< for what the broker itself writes
  std::string user;           ///< whom it runs as when started as root; empty: the line is left out
  /// The scenario's own lines, which win over ours. A key of mosquitto.conf(5), or "plain." or
  /// "tls." and the key of a listener: "tls.use_identity_as_username". A setting of listeners
  /// without a prefix goes to both, one about TLS to the TLS listener. Where a prefixed key is one
  /// that mosquitto keeps per listener only under per_listener_settings (allow_anonymous,
  /// password_file, acl_file ...), that is switched on. log_type may hold several words.
  std::map<std::string, std::string> settings;
};

/// Throws base::Error (usage) for a key that mqseal sets itself, a prefixed key that is no
/// listener's, or a line break.
[[nodiscard]] std::string render_config(const ConfigInputs& inputs);

}  // namespace mqseal::broker
