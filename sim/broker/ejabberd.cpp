// SPDX-License-Identifier: MIT
// ejabberd's mod_mqtt, as in Debian's ejabberd. It runs without Erlang's distribution: no epmd, no
// node name, no port beside the two listeners.
#include <regex>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/broker/adapter.h"
#include "sim/broker/preparation.h"
#include "sim/broker/setting_lines.h"

namespace mqseal::broker {
namespace {

namespace fs = std::filesystem;

/// Where Debian's ejabberdctl, which itself runs as user ejabberd only, says that the code lies.
std::optional<fs::path> libraries() {
  const auto control = find_program("ejabberdctl", "MQSEAL_EJABBERDCTL");
  std::error_code code;
  if (!control || !fs::exists(*control, code)) {
    return std::nullopt;
  }
  const std::string text = base::read_file(*control);
  std::smatch found;
  return std::regex_search(text, found, std::regex("\nERL_LIBS='([^']*)'"))
             ? std::optional<fs::path>(found[1].str())
             : std::nullopt;
}

std::optional<fs::path> find() {
  return libraries() ? find_program("erl", "MQSEAL_ERL") : std::nullopt;
}

/// The folder of its code is ejabberd-VERSION.
std::string version(const fs::path& /*program*/) {
  constexpr std::string_view prefix = "ejabberd-";
  const fs::path folder = libraries().value_or("");
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && fs::exists(entry.path() / "ebin" / "ejabberd.beam", code)) {
      return name.substr(prefix.size());
    }
  }
  throw base::Error(base::ExitCode::environment,
                    fmt::format("broker: ejabberd's code is not in {}; install it: {}",
                                folder.string(),
                                ejabberd_adapter().install));
}

/// YAML, which takes JSON's strings.
std::string quoted(const fs::path& path) {
  std::string text = "\"";
  for (const char c : path.string()) {
    text += (c == '"' || c == '\\') ? std::string{'\\', c} : std::string{c};
  }
  return text + "\"";
}

std::string configuration(const Setup& setup) {
  const auto listener = [](std::uint16_t port, std::string_view more) {
    return fmt::format(
        "{{port: {}, ip: \"127.0.0.1\", module: mod_mqtt, backlog: 1024{}}}", port, more);
  };
  const Settings fixed = {
      {"listen",
       fmt::format("[{}, {}]",
                   listener(setup.ports.plain, ""),
                   listener(setup.ports.tls, ", tls: true, tls_verify: true"))},
      {"ca_file", quoted(setup.tree.ca_crt)},
      {"certfiles",
       fmt::format("[{}, {}]", quoted(setup.tree.broker_crt), quoted(setup.tree.broker_key))},
      {"hosts", "[localhost]"},
  };
  const Settings ours = {
      {"loglevel", "warning"},
      {"auth_method", "[anonymous]"},
      {"anonymous_protocol", "login_anon"},
      {"allow_multiple_connections", "true"},
      {"modules",
       "{mod_mqtt: {access_publish: {\"#\": [{allow: all}]}, "
       "access_subscribe: {\"#\": [{allow: all}]}}}"},
  };
  std::string text = "# Written by mqseal for one run of one broker.\n";
  for (const auto& [key, value] : merged("ejabberd.yml", ours, setup.settings.settings, fixed)) {
    text += fmt::format("{}: {}\n", key, value);
  }
  return text;
}

Command configure(const Setup& setup) {
  const fs::path& home = setup.home;
  base::write_file_atomically(home / "ejabberd.yml", configuration(setup));
  Command command;
  command.argv = {setup.program.string(),
                  "-noinput",
                  "+K",
                  "true",
                  "-mnesia",
                  "dir",
                  quoted(home / "spool"),
                  "-s",
                  "ejabberd"};
  command.environment = {
      fmt::format("HOME={}", home.string()),
      fmt::format("ERL_LIBS={}", libraries().value_or("").string()),
      fmt::format("EJABBERD_CONFIG_PATH={}", (home / "ejabberd.yml").string()),
      fmt::format("EJABBERD_LOG_PATH={}", (home / "ejabberd.log").string()),
      fmt::format("ERL_CRASH_DUMP={}", (home / "erl_crash.dump").string()),
  };
  // A name is needed, and any password will do (auth_method anonymous).
  command.any_user = "mqseal";
  return command;
}

}  // namespace

const Adapter& ejabberd_adapter() {
  static const Adapter adapter{
      .title = "ejabberd (mod_mqtt)",
      .package = "ejabberd",
      .install = "./dev brokers",
      .configuration = "ejabberd.yml",
      .ready_within = std::chrono::seconds(120),
      .capabilities = {Capability::qos_2,
                       Capability::mqtt_5,
                       Capability::persistent_session,
                       Capability::retained},
      .takes_passwords = false,
      .keeps_on_disk = false,
      .behind_script = false,
      .quirks =
          "its TLS listener asks for a client certificate and lets in who has none "
          "(tls_verify only feeds authentication by certificate); every client sends a user "
          "name and a password, because it lets in nobody without",
      .find = find,
      .version = version,
      .configure = configure};
  return adapter;
}

}  // namespace mqseal::broker
