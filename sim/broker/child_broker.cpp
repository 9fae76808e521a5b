// SPDX-License-Identifier: MIT
#include "sim/broker/child_broker.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/broker/guarded_process.h"
#include "sim/broker/log_tail.h"
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

class ChildBroker final : public Broker {
 public:
  ChildBroker(std::string kind,
              const Adapter& adapter,
              const LaunchOptions& options,
              client::Endpoint endpoint,
              std::string version,
              milliseconds ready_within)
      : kind_(std::move(kind)),
        adapter_(adapter),
        launch_(options),
        process_(std::make_unique<GuardedProcess>(options)),
        pid_(process_->pid()),
        endpoint_(std::move(endpoint)),
        version_(std::move(version)),
        ready_within_(ready_within) {}

  [[nodiscard]] const client::Endpoint& endpoint() const noexcept override { return endpoint_; }

  [[nodiscard]] pid_t pid() const noexcept override { return pid_; }

  [[nodiscard]] bool alive() noexcept override { return process_->alive(); }

  [[nodiscard]] std::string kind() const override { return kind_; }

  [[nodiscard]] std::string version() const override { return version_; }

  [[nodiscard]] std::string_view quirks() const noexcept override { return adapter_.quirks; }

  [[nodiscard]] std::optional<int> cpu() const noexcept override { return launch_.cpu; }

  [[nodiscard]] std::string ending() const override { return process_->ending(); }

  [[nodiscard]] std::string log_tail(std::size_t lines) const override {
    return tail_of(launch_.output, lines);
  }

  void stop() noexcept override { process_->stop(); }

  void kill() noexcept override {
    signal(SIGKILL);
    static_cast<void>(process_->ended_within(std::chrono::seconds(5)));
    process_->stop();  // what started it may still wait
  }

  void pause() noexcept override { signal(SIGSTOP); }

  void resume() noexcept override { signal(SIGCONT); }

  void restart() override;

  [[nodiscard]] GuardedProcess& process() noexcept { return *process_; }

  [[nodiscard]] const fs::path& log() const noexcept { return launch_.output; }

  /// True where the process that listens on `port` is the broker: what was started or, for brokers
  /// behind a script, what descends from it, which counts as the broker from then on.
  bool adopt_listener(std::uint16_t port) noexcept {
    if (listens_on(pid_, port)) {
      return true;
    }
    const auto listener = adapter_.behind_script ? listener_on(port) : std::nullopt;
    if (!listener || !listener->pid || !descends_from(*listener->pid, process_->supervisor())) {
      return false;
    }
    pid_ = *listener->pid;
    return true;
  }

 private:
  void signal(int number) noexcept {
    if (alive()) {
      ::kill(pid_, number);
    }
  }

  std::string kind_;
  const Adapter& adapter_;
  LaunchOptions launch_;
  std::unique_ptr<GuardedProcess> process_;
  pid_t pid_;
  client::Endpoint endpoint_;
  std::string version_;
  milliseconds ready_within_;
};

std::string with_log(const std::string& what, const ChildBroker& broker) {
  const std::string tail = broker.log_tail(tail_lines);
  return fmt::format("broker: {}; {} {}",
                     what,
                     broker.log().string(),
                     tail.empty() ? "is empty" : "ends with:\n" + tail);
}

enum class Outcome : unsigned char { ready, lost_port };

/// The broker ended before it was ready. Ports that the kernel chose may have gone to somebody
/// else in the meantime: worth another attempt with others.
Outcome judge_early_end(const scenario::BrokerSettings& settings, const ChildBroker& broker) {
  for (const std::uint16_t port : {settings.plain_port, settings.tls_port}) {
    if (port != 0) {
      require_free(port);
    }
  }
  const std::string last_words = broker.log_tail(tail_lines);
  for (const char* taken : {"Address already in use", "eaddrinuse", "EADDRINUSE"}) {
    if (last_words.find(taken) != std::string::npos) {
      return Outcome::lost_port;
    }
  }
  throw Error(
      ExitCode::environment,
      with_log(fmt::format("{} ended before it was ready ({})", broker.kind(), broker.ending()),
               broker));
}

/// Asks until a CONNACK comes on each of its ports; the pause between two questions ends at once
/// when the process does.
Outcome wait_until_ready(const scenario::BrokerSettings& settings,
                         ChildBroker& broker,
                         milliseconds limit,
                         const std::atomic<bool>* stop = nullptr) {
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
      if (stop != nullptr && *stop) {
        throw Error(ExitCode::interrupted, "stopped before the broker was ready");
      }
      result = probe(broker.endpoint(), deadline);
      if (result.status == ProbeStatus::connack) {
        break;
      }
      if (steady_clock::now() >= deadline) {
        throw Error(ExitCode::environment,
                    with_log(fmt::format("{} runs, but its {} port {} within {} ms ({})",
                                         broker.kind(),
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
Outcome confirm_own_listeners(const scenario::BrokerSettings& settings, ChildBroker& broker) {
  for (const std::uint16_t port : {broker.endpoint().plain_port, broker.endpoint().tls_port}) {
    if (port == 0 || broker.adopt_listener(port)) {
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

void ChildBroker::restart() {
  launch_.keep_output = true;
  process_ = std::make_unique<GuardedProcess>(launch_);
  pid_ = process_->pid();
  const scenario::BrokerSettings settings = with_ports_of(endpoint_);
  if (wait_until_ready(settings, *this, ready_within_) == Outcome::lost_port ||
      confirm_own_listeners(settings, *this) == Outcome::lost_port) {
    throw Error(ExitCode::environment,
                with_log("another process took the broker's port while it was down", *this));
  }
}

PortPair ports_for(const scenario::BrokerSettings& settings) {
  using scenario::Listeners;
  PortPair ports = choose_ports({settings.plain_port, settings.tls_port});
  ports.plain = settings.listeners == Listeners::tls ? std::uint16_t{0} : ports.plain;
  ports.tls = settings.listeners == Listeners::plain ? std::uint16_t{0} : ports.tls;
  return ports;
}

client::Endpoint endpoint_of(const Setup& setup, const Command& command) {
  return {.address = "127.0.0.1",
          .name = {},
          .plain_port = setup.ports.plain,
          .tls_port = setup.ports.tls,
          .ca_crt = setup.tree.ca_crt,
          .client_crt = setup.tree.client_crt,
          .client_key = setup.tree.client_key,
          .user = command.user,
          .password = command.password,
          .any_user = command.any_user};
}

}  // namespace

std::unique_ptr<Broker> start_child(const std::string& kind,
                                    const Adapter& adapter,
                                    const scenario::BrokerSettings& settings,
                                    const pki::Tree& tree,
                                    const fs::path& dir,
                                    std::optional<milliseconds> ready_within,
                                    const std::atomic<bool>* stop) {
  constexpr int attempts = 5;
  check_settings(kind, adapter, settings);
  Setup setup{settings, require_tree(tree), {}, {}, require_program(kind, adapter)};
  const std::string version = adapter.version(setup.program);
  setup.home = make_folder(dir);
  LaunchOptions launch;
  launch.directory = setup.home;
  launch.output = setup.home / "broker.log";
  launch.cpu = choose_cpu(settings.cpu);
  launch.open_files = choose_open_files(settings.nofile);
  const milliseconds limit = ready_within.value_or(adapter.ready_within);

  for (int attempt = 1; attempt <= attempts; ++attempt) {
    for (const std::uint16_t port : {settings.plain_port, settings.tls_port}) {
      if (port != 0) {
        require_free(port);
      }
    }
    setup.ports = ports_for(settings);
    const Command command = adapter.configure(setup);
    launch.argv = command.argv;
    launch.environment = command.environment;
    auto broker = std::make_unique<ChildBroker>(
        kind, adapter, launch, endpoint_of(setup, command), version, limit);
    if (wait_until_ready(settings, *broker, limit, stop) == Outcome::ready &&
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
