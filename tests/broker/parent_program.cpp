// SPDX-License-Identifier: MIT
// A process that starts a broker and then waits, to be killed by the test of what is left then.
// Usage: parent_program DIR KIND own|machine, the network that the broker listens in.
// Prints "PID PLAIN_PORT TLS_PORT" and a line break.
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>

#include "sim/broker/broker.h"
#include "sim/pki/pki.h"
#include "sim/sandbox/network.h"
#include "sim/sandbox/support.h"

int main(int argc, char** argv) {
  using namespace mqseal;
  if (argc < 4) {
    return 2;
  }
  try {
    const std::filesystem::path dir = argv[1];
    const bool own = std::string(argv[3]) == "own";
    const sandbox::Support support = sandbox::prepare();
    if (!support.possible) {
      std::printf("%s\n", support.reason.c_str());
      return 1;
    }
    const pki::Tree tree = pki::make_tree(dir / "certs", {});
    scenario::BrokerSettings settings;
    settings.kind = argv[2];
    settings.plain_port = own ? 1883 : 0;
    settings.tls_port = own ? 8883 : 0;
    std::unique_ptr<broker::Broker> broker;
    const auto start = [&] { broker = broker::start(settings, tree, dir / "broker"); };
    std::optional<sandbox::Network> network;
    if (own) {
      network.emplace().run(start);
    } else {
      std::thread(start).join();  // whose end must not be the broker's
    }
    std::printf(
        "%d %d %d\n", broker->pid(), broker->endpoint().plain_port, broker->endpoint().tls_port);
    std::fflush(stdout);
    ::pause();
  } catch (const std::exception& error) {
    std::printf("%s\n", error.what());
    return 1;
  }
  return 0;
}
