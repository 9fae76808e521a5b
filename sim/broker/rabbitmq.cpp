// SPDX-License-Identifier: MIT
// RabbitMQ with its MQTT plugin, as in Debian's rabbitmq-server. Its node is its own: mnesia,
// cookie and the ports of Erlang's distribution lie in the run's folder and network.
#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/broker/adapter.h"
#include "sim/broker/preparation.h"
#include "sim/broker/setting_lines.h"

namespace mqseal::broker {
namespace {

namespace fs = std::filesystem;

/// Not /usr/sbin/rabbitmq-server, Debian's wrapper, which runs as user rabbitmq in /var/lib only.
std::optional<fs::path> find() {
  const fs::path program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
  std::error_code code;
  if (find_program("erl", "MQSEAL_ERL") && fs::exists(program, code)) {
    return program;
  }
  return std::nullopt;
}

/// The program is a link into rabbitmq_server-VERSION/sbin.
std::string version(const fs::path& program) {
  constexpr std::string_view prefix = "rabbitmq_server-";
  for (const fs::path& part : fs::canonical(program)) {
    if (part.string().starts_with(prefix)) {
      return part.string().substr(prefix.size());
    }
  }
  throw base::Error(base::ExitCode::environment,
                    fmt::format("broker: {} lies in no folder that names its version; install it: "
                                "{}",
                                program.string(),
                                rabbitmq_adapter().install));
}

std::string configuration(const Setup& setup) {
  const Settings fixed = {
      {"listeners.tcp", "none"},  // AMQP
      {"mqtt.listeners.tcp.1", fmt::format("127.0.0.1:{}", setup.ports.plain)},
      {"mqtt.listeners.ssl.1", fmt::format("127.0.0.1:{}", setup.ports.tls)},
      {"ssl_options.cacertfile", setup.tree.ca_crt.string()},
      {"ssl_options.certfile", setup.tree.broker_crt.string()},
      {"ssl_options.keyfile", setup.tree.broker_key.string()},
      {"log.console", "true"},
      {"log.file", "false"},
  };
  const Settings ours = {
      {"ssl_options.verify", "verify_peer"},
      {"ssl_options.fail_if_no_peer_cert", "true"},
      {"mqtt.allow_anonymous", "true"},
      {"mqtt.tcp_listen_options.nodelay", "true"},
      {"mqtt.tcp_listen_options.backlog", "1024"},
      {"log.console.level", "warning"},
      // Below this all publishers are stopped; a laptop's disk may be near the default, 50 MB.
      {"disk_free_limit.absolute", "1MB"},
  };
  std::string text = "# Written by mqseal for one run of one broker.\n";
  for (const auto& [key, value] : merged("rabbitmq.conf", ours, setup.settings.settings, fixed)) {
    text += fmt::format("{} = {}\n", key, value);
  }
  return text;
}

Command configure(const Setup& setup) {
  const fs::path& home = setup.home;
  base::write_file_atomically(home / "rabbitmq.conf", configuration(setup));
  base::write_file_atomically(home / "enabled_plugins", "[rabbitmq_mqtt].\n");
  base::write_file_atomically(home / "rabbitmq-env.conf", "# Empty: not that of /etc/rabbitmq.\n");
  const PortPair erlang = choose_ports({});
  const auto in_home = [&](std::string_view variable, std::string_view name) {
    return fmt::format("{}={}", variable, (home / name).string());
  };
  Command command;
  command.argv = {setup.program.string()};
  command.environment = {
      // Makes the script become the Erlang machine instead of watching over it.
      "RUNNING_UNDER_SYSTEMD=1",
      "RABBITMQ_NODENAME=mqseal@localhost",
      "RABBITMQ_LOGS=-",
      "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}",
      fmt::format("RABBITMQ_DIST_PORT={}", erlang.plain),
      fmt::format("ERL_EPMD_PORT={}", erlang.tls),
      "ERL_EPMD_ADDRESS=127.0.0.1",
      fmt::format("HOME={}", home.string()),
      in_home("RABBITMQ_CONFIG_FILE", "rabbitmq.conf"),
      in_home("RABBITMQ_ADVANCED_CONFIG_FILE", "advanced.config"),
      in_home("RABBITMQ_CONF_ENV_FILE", "rabbitmq-env.conf"),
      in_home("RABBITMQ_ENABLED_PLUGINS_FILE", "enabled_plugins"),
      in_home("RABBITMQ_MNESIA_BASE", "mnesia"),
      in_home("RABBITMQ_LOG_BASE", "log"),
      in_home("RABBITMQ_GENERATED_CONFIG_DIR", "generated"),
      in_home("ERL_CRASH_DUMP", "erl_crash.dump"),
  };
  return command;
}

}  // namespace

const Adapter& rabbitmq_adapter() {
  static const Adapter adapter{
      .title = "RabbitMQ",
      .package = "rabbitmq-server",
      .install = "./dev brokers",
      .configuration = "rabbitmq.conf",
      .ready_within = std::chrono::seconds(120),
      .capabilities = {Capability::mutual_tls,
                       Capability::persistent_session,
                       Capability::retained},
      .takes_passwords = false,
      .keeps_on_disk = true,
      .behind_script = false,
      .quirks =
          "takes about 10 s to start; keeps QoS 1 messages on disk whatever "
          "broker.persistence says; its memory is that of the Erlang machine, about 140 MB "
          "with nothing to do",
      .find = find,
      .version = version,
      .configure = configure};
  return adapter;
}

}  // namespace mqseal::broker
