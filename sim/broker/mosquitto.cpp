// SPDX-License-Identifier: MIT
// Eclipse Mosquitto, the reference: Debian's package, or a build of one's own in $MQSEAL_MOSQUITTO.
#include <sstream>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/broker/adapter.h"
#include "sim/broker/extras.h"
#include "sim/broker/mosquitto_config.h"
#include "sim/broker/preparation.h"

namespace mqseal::broker {
namespace {

std::optional<std::filesystem::path> find() {
  return find_program("mosquitto", "MQSEAL_MOSQUITTO");
}

/// "2.0.11" from the first line of `mosquitto -h` (whose exit code is 3 in 2.0.11).
std::string version(const std::filesystem::path& program) {
  const base::ProcessResult result = base::run_process({program.string(), "-h"});
  std::istringstream words(result.out);
  std::string name;
  std::string word;
  std::string number;
  if (!result.started || !(words >> name >> word >> number) || word != "version") {
    throw base::Error(base::ExitCode::environment,
                      fmt::format("broker: {0} cannot be run, or is not mosquitto: `{0} -h` did "
                                  "not print its version; install it: {1}",
                                  program.string(),
                                  mosquitto_adapter().install));
  }
  return number;
}

Command configure(const Setup& setup) {
  const Extras extras = make_extras(setup.settings, setup.tree, setup.home);
  auto lines = setup.settings.settings;
  lines.insert(extras.lines.begin(), extras.lines.end());  // the scenario's own win
  if (setup.settings.persistence) {
    lines["persistence"] = "true";
  }
  const auto file = setup.home / "mosquitto.conf";
  base::write_file_atomically(
      file,
      render_config(
          {setup.ports.plain, setup.ports.tls, setup.tree, setup.home, current_user(), lines}));
  return {.argv = {setup.program.string(), "-c", file.string()},
          .environment = {},
          .user = extras.user,
          .password = extras.password,
          .any_user = {}};
}

}  // namespace

const Adapter& mosquitto_adapter() {
  static const Adapter adapter{.title = "Eclipse Mosquitto",
                               .package = "mosquitto",
                               .install = "sudo apt-get install mosquitto",
                               .configuration = "mosquitto.conf",
                               .ready_within = std::chrono::seconds(10),
                               .capabilities = {Capability::mutual_tls,
                                                Capability::qos_2,
                                                Capability::mqtt_5,
                                                Capability::persistent_session,
                                                Capability::retained},
                               .takes_passwords = true,
                               .keeps_on_disk = true,
                               .takes_extras = true,
                               .behind_script = false,
                               .quirks = {},
                               .find = find,
                               .version = version,
                               .configure = configure};
  return adapter;
}

}  // namespace mqseal::broker
