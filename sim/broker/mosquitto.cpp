// SPDX-License-Identifier: MIT
#include "sim/broker/mosquitto.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <sstream>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/broker/extras.h"
#include "sim/broker/guarded_process.h"
#include "sim/broker/log_tail.h"
#include "sim/broker/mosquitto_config.h"
#include "sim/broker/port.h"
#include "sim/broker/preparation.h"
#include "sim/broker/probe.h"

namespace mqseal::broker {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ExitCode;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t tail_lines = 10;

class Mosquitto final : public Broker {
 public:
  Mosquitto(const LaunchOptions& options,
            client::Endpoint endpoint,
            std::string version,
            milliseconds ready_within)
      : launch_(options),
        process_(std::make_unique<GuardedProcess>(options)),
        endpoint_(std::move(endpoint)),
        version_(std::move(version)),
        ready_within_(ready_within) {}

  [[nodiscard]] const client::Endpoint& endpoint() const noexcept override { return endpoint_; }

  [[nodiscard]] pid_t pid() const noexcept override { return process_->pid(); }

  [[nodiscard]] bool alive() noexcept override { return process_->alive(); }

  [[nodiscard]] std::string kind() const override { return "mosquitto"; }

  [[nodiscard]] std::string version() const override { return version_; }

  [[nodiscard]] std::optional<int> cpu() const noexcept override { return launch_.cpu; }

  [[nodiscard]] std::string ending() const override { return process_->ending(); }

  [[nodiscard]] std::string log_tail(std::size_t lines) const override {
    return tail_of(launch_.output, lines);
  }

  void stop() noexcept override { process_->stop(); }

  void kill() noexcept override {
    process_->signal(SIGKILL);
    static_cast<void>(process_->ended_within(std::chrono::seconds(5)));
  }

  void pause() noexcept override { process_->signal(SIGSTOP); }

  void resume() noexcept override { process_->signal(SIGCONT); }

  void restart() override;

  [[nodiscard]] GuardedProcess& process() noexcept { return *process_; }

  [[nodiscard]] const fs::path& log() const noexcept { return launch_.output; }

 private:
  LaunchOptions launch_;
  std::unique_ptr<GuardedProcess> process_;
  client::Endpoint endpoint_;
  std::string version_;
  milliseconds ready_within_;
};

fs::path require_program() {
  const auto program = find_mosquitto();
  if (!program) {
    throw Error(ExitCode::environment,
                "broker: the program mosquitto was not found in PATH, /usr/sbin, /usr/local/sbin "
                "or /sbin; install it: sudo apt-get install mosquitto");
  }
  return *program;
}

/// "2.0.11" from the first line of `mosquitto -h` (whose exit code is 3 in 2.0.11).
std::string version_of(const fs::path& program) {
  const base::ProcessResult result = base::run_process({program.string(), "-h"});
  std::istringstream words(result.out);
  std::string name;
  std::string version;
  std::string number;
  if (!result.started || !(words >> name >> version >> number) || version != "version") {
    throw Error(ExitCode::environment,
                fmt::format("broker: {} cannot be run, or is not mosquitto: `{} -h` did not print "
                            "its version; install it: sudo apt-get install mosquitto",
                            program.string(),
                            program.string()));
  }
  return number;
}

std::string with_log(const std::string& what, const Mosquitto& broker) {
  const std::string tail = broker.log_tail(tail_lines);
  return fmt::format("broker: {}; {} {}",
                     what,
                     broker.log().string(),
                     tail.empty() ? "is empty" : "ends with:\n" + tail);
}

enum class Outcome : unsigned char { ready, lost_port };

/// The broker ended before it was ready. Ports that the kernel chose may have gone to somebody
/// else in the meantime: worth another attempt with others.
Outcome judge_early_end(const scenario::BrokerSettings& settings, const Mosquitto& broker) {
  for (const std::uint16_t port : {settings.plain_port, settings.tls_port}) {
    if (port != 0) {
      require_free(port);
    }
  }
  if (broker.log_tail(tail_lines).find("Address already in use") != std::string::npos) {
    return Outcome::lost_port;
  }
  throw Error(
      ExitCode::environment,
      with_log(fmt::format("mosquitto ended before it was ready ({})", broker.ending()), broker));
}

/// Asks until a CONNACK comes on both ports; the pause between two questions ends at once when
/// the process does.
Outcome wait_until_ready(const scenario::BrokerSettings& settings,
                         Mosquitto& broker,
                         milliseconds limit) {
  const auto deadline = steady_clock::now() + limit;
  const std::array probes = {std::tuple("plain", &probe_plain, broker.endpoint().plain_port),
                             std::tuple("TLS", &probe_tls, broker.endpoint().tls_port)};
  milliseconds pause(1);
  for (const auto& [name, probe, port] : probes) {
    ProbeResult result;
    while (port != 0 && result.status != ProbeStatus::connack) {
      if (!broker.alive()) {
        return judge_early_end(settings, broker);
      }
      result = probe(broker.endpoint(), deadline);
      if (result.status == ProbeStatus::connack) {
        break;
      }
      if (steady_clock::now() >= deadline) {
        throw Error(ExitCode::environment,
                    with_log(fmt::format("mosquitto runs, but its {} port {} within {} ms ({})",
                                         name,
                                         to_string(result.status),
                                         limit.count(),
                                         result.detail.empty() ? "no detail" : result.detail),
                             broker));
      }
      if (broker.process().ended_within(pause)) {
        return judge_early_end(settings, broker);
      }
      pause = std::min(pause * 2, milliseconds(50));
    }
  }
  return Outcome::ready;
}

/// A CONNACK may have come from a stranger who took the port first; our broker then ends soon.
Outcome confirm_own_listeners(const scenario::BrokerSettings& settings, Mosquitto& broker) {
  for (const std::uint16_t port : {broker.endpoint().plain_port, broker.endpoint().tls_port}) {
    if (port == 0 || listens_on(broker.pid(), port)) {
      continue;
    }
    if (broker.process().ended_within(std::chrono::seconds(2))) {
      return judge_early_end(settings, broker);
    }
    const auto other = listener_on(port);
    const std::string who = other && other->pid
                                ? fmt::format("{} (process {})", other->program, *other->pid)
                                : "another process";
    throw Error(ExitCode::environment,
                with_log(fmt::format("port {} is answered by {}, not by the broker that was "
                                     "started; name another port",
                                     port,
                                     who),
                         broker));
  }
  return Outcome::ready;
}

/// The ports as they are: those that the kernel chose are named from now on.
scenario::BrokerSettings with_ports_of(const client::Endpoint& endpoint) {
  scenario::BrokerSettings settings;
  settings.plain_port = endpoint.plain_port;
  settings.tls_port = endpoint.tls_port;
  return settings;
}

void Mosquitto::restart() {
  launch_.keep_output = true;
  process_ = std::make_unique<GuardedProcess>(launch_);
  const scenario::BrokerSettings settings = with_ports_of(endpoint_);
  if (wait_until_ready(settings, *this, ready_within_) == Outcome::lost_port ||
      confirm_own_listeners(settings, *this) == Outcome::lost_port) {
    throw Error(ExitCode::environment,
                with_log("another process took the broker's port while it was down", *this));
  }
}

std::map<std::string, std::string> lines_of(const scenario::BrokerSettings& settings,
                                            const Extras& extras) {
  auto lines = settings.settings;
  lines.insert(extras.lines.begin(), extras.lines.end());  // the scenario's own win
  if (settings.persistence) {
    lines["persistence"] = "true";
  }
  return lines;
}

}  // namespace

std::optional<fs::path> find_mosquitto() {
  return find_program("mosquitto", "MQSEAL_MOSQUITTO");
}

std::unique_ptr<Broker> start_mosquitto(const scenario::BrokerSettings& settings,
                                        const pki::Tree& tree,
                                        const fs::path& dir,
                                        milliseconds ready_within) {
  constexpr int attempts = 5;
  const fs::path program = fs::absolute(require_program());
  const std::string version = version_of(program);
  const pki::Tree files = require_tree(tree);
  const fs::path home = make_folder(dir);
  const Extras extras = make_extras(settings, files, home);
  LaunchOptions launch;
  launch.directory = home;
  launch.output = home / "broker.log";
  launch.argv = {program.string(), "-c", (home / "mosquitto.conf").string()};
  launch.cpu = choose_cpu(settings.cpu);
  launch.nofile = settings.nofile;

  for (int attempt = 1; attempt <= attempts; ++attempt) {
    for (const std::uint16_t port : {settings.plain_port, settings.tls_port}) {
      if (port != 0) {
        require_free(port);
      }
    }
    PortPair ports = choose_ports({settings.plain_port, settings.tls_port});
    ports.plain = settings.listeners == scenario::Listeners::tls ? std::uint16_t{0} : ports.plain;
    ports.tls = settings.listeners == scenario::Listeners::plain ? std::uint16_t{0} : ports.tls;
    base::write_file_atomically(
        home / "mosquitto.conf",
        render_config(
            {ports.plain, ports.tls, files, home, current_user(), lines_of(settings, extras)}));
    const client::Endpoint endpoint = {.address = "127.0.0.1",
                                       .name = {},
                                       .plain_port = ports.plain,
                                       .tls_port = ports.tls,
                                       .ca_crt = files.ca_crt,
                                       .client_crt = files.client_crt,
                                       .client_key = files.client_key,
                                       .user = extras.user,
                                       .password = extras.password};
    auto broker = std::make_unique<Mosquitto>(launch, endpoint, version, ready_within);
    if (wait_until_ready(settings, *broker, ready_within) == Outcome::ready &&
        confirm_own_listeners(settings, *broker) == Outcome::ready) {
      return broker;
    }
  }
  throw Error(ExitCode::environment,
              fmt::format("broker: another process took the free ports {} times in a row; name "
                          "the ports",
                          attempts));
}

}  // namespace mqseal::broker
