// SPDX-License-Identifier: MIT
// aedes, a broker for Node.js, behind the small server of sim/broker/aedes.
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/broker/adapter.h"
#include "sim/broker/preparation.h"
#include "sim/broker/setting_lines.h"

namespace mqseal::broker {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// $MQSEAL_AEDES, else the folder in the source tree in which `./dev brokers` installs it.
fs::path folder() {
  const char* named = std::getenv("MQSEAL_AEDES");
  return named != nullptr && *named != '\0' ? named : MQSEAL_AEDES_DIR;
}

fs::path package_file() {
  return folder() / "node_modules" / "aedes" / "package.json";
}

std::optional<fs::path> find() {
  std::error_code code;
  return fs::exists(package_file(), code) ? find_program("node", "MQSEAL_NODE") : std::nullopt;
}

std::string version(const fs::path& program) {
  const base::ProcessResult node = base::run_process({program.string(), "--version"});
  const json package = json::parse(base::read_file(package_file()), nullptr, false);
  if (!node.started || node.exit_code != 0 || !package.is_object() ||
      !package.contains("version")) {
    throw base::Error(base::ExitCode::environment,
                      fmt::format("broker: {} or {} cannot be used; install it: {}",
                                  program.string(),
                                  package_file().string(),
                                  aedes_adapter().install));
  }
  return fmt::format("{} (Node.js {})",
                     package["version"].get<std::string>(),
                     node.out.substr(0, node.out.find('\n')));
}

/// `settings` are options of aedes: numbers and booleans as such, all else as text.
json options_of(const Setup& setup) {
  json options = json::object();
  for (const auto& [key, value] : merged("aedes.json", {}, setup.settings.settings, {})) {
    const json parsed = json::parse(value, nullptr, false);
    options[key] = parsed.is_number() || parsed.is_boolean() ? parsed : json(value);
  }
  return options;
}

Command configure(const Setup& setup) {
  const json config = {{"plain_port", setup.ports.plain},
                       {"tls_port", setup.ports.tls},
                       {"ca", setup.tree.ca_crt.string()},
                       {"cert", setup.tree.broker_crt.string()},
                       {"key", setup.tree.broker_key.string()},
                       {"options", options_of(setup)}};
  const fs::path file = setup.home / "aedes.json";
  base::write_file_atomically(file, config.dump(1) + "\n");
  Command command;
  command.argv = {setup.program.string(), (folder() / "server.mjs").string(), file.string()};
  return command;
}

}  // namespace

const Adapter& aedes_adapter() {
  static const Adapter adapter{.title = "aedes",
                               .package = "npm: aedes",
                               .install = "./dev brokers (needs Node.js 20 or later)",
                               .configuration = "aedes.json",
                               .ready_within = std::chrono::seconds(60),
                               .capabilities = {Capability::mutual_tls,
                                                Capability::qos_2,
                                                Capability::persistent_session,
                                                Capability::retained},
                               .takes_passwords = false,
                               .keeps_on_disk = false,
                               .behind_script = false,
                               .quirks = "keeps everything in memory",
                               .find = find,
                               .version = version,
                               .configure = configure};
  return adapter;
}

}  // namespace mqseal::broker
