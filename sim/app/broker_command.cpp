// SPDX-License-Identifier: MIT
#include "sim/app/broker_command.h"

#include <csignal>
#include <cstdio>
#include <ctime>

#include <fmt/format.h>

#include "sim/app/pki_command.h"
#include "sim/broker/broker.h"

namespace mqseal::app {
namespace {

namespace fs = std::filesystem;

/// Blocked in this thread from before the broker starts, so that an early Ctrl-C is not lost.
class StopSignals {
 public:
  StopSignals() {
    ::sigemptyset(&signals_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
      ::sigaddset(&signals_, signal);
    }
    ::pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  }

  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  ~StopSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  /// True where one came within a fifth of a second.
  [[nodiscard]] bool came() const {
    const timespec limit{0, 200'000'000};
    return ::sigtimedwait(&signals_, nullptr, &limit) > 0;
  }

 private:
  sigset_t signals_{};
  sigset_t before_{};
};

/// A tree that stands already is used as it is: it may be the student's own, made with openssl.
pki::Tree certificates_in(const fs::path& dir, const std::string& key_type) {
  pki::Tree tree = pki::tree_in(dir);
  const pki::KeyType type = key_type_of(key_type);
  if (pki::tree_state(tree) == pki::TreeState::absent) {
    pki::Options options;
    options.key_type = type;
    tree = pki::make_tree(dir, options);
    fmt::print("New certificates in {}: ca/, broker/, client/.\n", dir.string());
  }
  return tree;
}

void print_help(broker::Broker& running, const fs::path& dir) {
  const client::Endpoint& endpoint = running.endpoint();
  const std::string plain = fmt::format("-h localhost -p {}", endpoint.plain_port);
  const std::string tls = fmt::format("-h localhost -p {} --cafile {} --cert {} --key {}",
                                      endpoint.tls_port,
                                      shell_word(endpoint.ca_crt.string()),
                                      shell_word(endpoint.client_crt.string()),
                                      shell_word(endpoint.client_key.string()));
  fmt::print(
      "mosquitto {} is ready (process {}); Ctrl-C stops it.\n"
      "  port {:<5}  plain TCP: anybody on this machine may publish and subscribe\n"
      "  port {:<5}  TLS: only clients with a certificate of {}\n"
      "  settings    {}\n"
      "  log         {}\n"
      "\nIn other terminals:\n",
      running.version(),
      running.pid(),
      endpoint.plain_port,
      endpoint.tls_port,
      endpoint.ca_crt.string(),
      (dir / "mosquitto.conf").string(),
      (dir / "broker.log").string());
  for (const std::string& port : {plain, tls}) {
    fmt::print(
        "  mosquitto_sub {} -t /Group4\n"
        "  mosquitto_pub {} -t /Group4 -m 'Hello from Group 4'\n",
        port,
        port);
  }
  (void)std::fflush(stdout);  // a pipe that nobody reads any more is no reason to stop
}

}  // namespace

base::ExitCode run_broker(const BrokerFlags& flags) {
  const StopSignals signals;
  const fs::path dir = fs::absolute(flags.dir).lexically_normal();
  const pki::Tree tree = certificates_in(dir, flags.key_type);
  scenario::BrokerSettings settings;
  settings.plain_port = flags.plain_port;
  settings.tls_port = flags.tls_port;
  // By hand one wants to see everything that happens; nothing is measured here.
  settings.settings = {{"log_type", "all"}, {"connection_messages", "true"}};
  const auto running = broker::start(settings, tree, dir);
  print_help(*running, dir);
  while (!signals.came()) {
    if (!running->alive()) {
      throw base::Error(base::ExitCode::environment,
                        fmt::format("the broker ended by itself ({}); {} ends with:\n{}",
                                    running->ending(),
                                    (dir / "broker.log").string(),
                                    running->log_tail(10)));
    }
  }
  running->stop();
  fmt::print("\nThe broker is stopped.\n");
  return base::ExitCode::done;
}

}  // namespace mqseal::app
