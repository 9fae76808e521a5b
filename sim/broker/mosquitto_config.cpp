// SPDX-License-Identifier: MIT
// Which key belongs where follows mosquitto.conf(5) of mosquitto 2.0.
#include "sim/broker/mosquitto_config.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/scenario/reserved_settings.h"

namespace mqseal::broker {
namespace {

using base::Error;
using base::ExitCode;
using Lines = std::map<std::string, std::string>;

/// Kept per listener only where per_listener_settings is true.
constexpr std::array<std::string_view, 7> security = {"acl_file",
                                                      "allow_anonymous",
                                                      "allow_zero_length_clientid",
                                                      "auto_id_prefix",
                                                      "password_file",
                                                      "plugin",
                                                      "psk_file"};

constexpr std::array<std::string_view, 6> any_listener = {"max_connections",
                                                          "max_qos",
                                                          "max_topic_alias",
                                                          "mount_point",
                                                          "protocol",
                                                          "use_username_as_clientid"};

constexpr std::array<std::string_view, 12> tls_listener = {"ciphers",
                                                           "ciphers_tls1.3",
                                                           "crlfile",
                                                           "dhparamfile",
                                                           "psk_hint",
                                                           "require_certificate",
                                                           "tls_engine",
                                                           "tls_engine_kpass_sha1",
                                                           "tls_keyform",
                                                           "tls_version",
                                                           "use_identity_as_username",
                                                           "use_subject_as_username"};

template <std::size_t n>
bool is_in(const std::array<std::string_view, n>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool is_security(std::string_view key) {
  return is_in(security, key) || key.starts_with("plugin_opt_") || key.starts_with("auth_opt_") ||
         key == "auth_plugin";
}

struct Sections {
  Lines all;  ///< the broker as a whole
  Lines plain, tls;
  bool per_listener = false;
};

void check_text(const std::string& key, const std::string& value) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  if (key.empty() || key.find_first_of(" #") != std::string::npos ||
      std::any_of(key.begin(), key.end(), is_control) ||
      std::any_of(value.begin(), value.end(), is_control)) {
    throw Error(ExitCode::usage,
                fmt::format("broker settings: '{}: {}' cannot be a line of mosquitto.conf; a key "
                            "is one word, and neither may hold a line break",
                            base::printable(key),
                            base::printable(value)));
  }
}

/// Takes "plain." or "tls." off; null where there is no prefix.
Lines* listener_of(Sections& sections, std::string& key) {
  for (const auto& [prefix, lines] :
       {std::pair<std::string_view, Lines*>("plain.", &sections.plain),
        std::pair<std::string_view, Lines*>("tls.", &sections.tls)}) {
    if (key.starts_with(prefix)) {
      key.erase(0, prefix.size());
      return lines;
    }
  }
  return nullptr;
}

void place(Sections& sections, std::string key, const std::string& value) {
  check_text(key, value);
  const std::string written = key;
  Lines* listener = listener_of(sections, key);
  if (is_in(scenario::settings_of_mqseal, key)) {
    throw Error(ExitCode::usage,
                fmt::format("broker settings: '{}' is set by mqseal itself; remove it", written));
  }
  if (listener != nullptr) {
    if (!is_security(key) && !is_in(any_listener, key) && !is_in(tls_listener, key)) {
      throw Error(ExitCode::usage,
                  fmt::format("broker settings: '{}' is no setting of a single listener; write "
                              "'{}' for the whole broker",
                              written,
                              key));
    }
    sections.per_listener = sections.per_listener || is_security(key);
    (*listener)[key] = value;
  } else if (key == "per_listener_settings") {
    sections.per_listener = sections.per_listener || value == "true";
  } else if (is_in(tls_listener, key)) {
    sections.tls.insert_or_assign(key, value);
  } else if (is_in(any_listener, key)) {
    sections.plain.insert_or_assign(key, value);
    sections.tls.insert_or_assign(key, value);
  } else {
    sections.all.insert_or_assign(key, value);
  }
}

/// Under per_listener_settings the broker-wide security lines count for nobody: each listener gets
/// them, unless it has its own.
void hand_down_security(Sections& sections) {
  for (auto it = sections.all.begin(); it != sections.all.end();) {
    if (is_security(it->first)) {
      sections.plain.insert(*it);
      sections.tls.insert(*it);
      it = sections.all.erase(it);
    } else {
      ++it;
    }
  }
}

Sections defaults(const ConfigInputs& inputs) {
  Sections sections;
  sections.all = {
      {"allow_anonymous", "true"},
      {"set_tcp_nodelay", "true"},      // else TLS handshakes wait 40 ms for a delayed ACK
      {"max_inflight_messages", "20"},  // mosquitto's own default, so that the file says it
      {"max_queued_messages", "1000"},  // likewise; above it QoS 0 is dropped, counted in $SYS
      {"persistence", "false"},
      {"persistence_location", inputs.dir.string() + "/"},
      {"log_dest", "stderr"},  // which is broker.log
      {"log_type", "error warning notice information"},
      {"log_timestamp_format", "%Y-%m-%dT%H:%M:%S"},
      {"connection_messages", "false"},
      {"sys_interval", "1"},
  };
  if (!inputs.user.empty()) {
    sections.all["user"] = inputs.user;
  }
  sections.tls = {{"cafile", inputs.tree.ca_crt.string()},
                  {"certfile", inputs.tree.broker_crt.string()},
                  {"keyfile", inputs.tree.broker_key.string()},
                  {"require_certificate", "true"}};
  for (const auto& [key, value] : sections.tls) {
    check_text(key, value);
  }
  check_text("persistence_location", inputs.dir.string());
  return sections;
}

void write(std::string& out, const Lines& lines) {
  for (const auto& [key, value] : lines) {
    std::istringstream words(key == "log_type" ? value : std::string());
    std::string word;
    while (words >> word) {
      out += fmt::format("{} {}\n", key, word);
    }
    if (key != "log_type") {
      out += fmt::format("{} {}\n", key, value);
    }
  }
}

}  // namespace

std::string render_config(const ConfigInputs& inputs) {
  Sections sections = defaults(inputs);
  // Prefixed keys come last, so that they win over the same key for both listeners.
  for (const bool prefixed : {false, true}) {
    for (const auto& [key, value] : inputs.settings) {
      if ((key.starts_with("plain.") || key.starts_with("tls.")) == prefixed) {
        place(sections, key, value);
      }
    }
  }
  if (sections.per_listener) {
    hand_down_security(sections);
  }
  std::string out = "# Written by mqseal for one run of one broker.\n";
  out += fmt::format("per_listener_settings {}\n", sections.per_listener);
  write(out, sections.all);
  for (const auto& [port, lines] :
       {std::pair(inputs.plain_port, &sections.plain), std::pair(inputs.tls_port, &sections.tls)}) {
    if (port != 0) {
      out += fmt::format("\nlistener {} 127.0.0.1\n", port);
      write(out, *lines);
    }
  }
  return out;
}

}  // namespace mqseal::broker
