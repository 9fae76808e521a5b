// SPDX-License-Identifier: MIT
// A process that starts a broker and then waits, to be killed by the test of what is left then.
// Usage: parent_program DIR. Prints "PID PLAIN_PORT TLS_PORT" and a line break.
#include <cstdio>
#include <exception>
#include <thread>
#include <unistd.h>

#include "sim/broker/broker.h"
#include "sim/pki/pki.h"

int main(int argc, char** argv) {
  using namespace mqseal;
  if (argc < 2) {
    return 2;
  }
  try {
    const std::filesystem::path dir = argv[1];
    const pki::Tree tree = pki::make_tree(dir / "certs", {});
    std::unique_ptr<broker::Broker> broker;
    std::thread starter([&] { broker = broker::start({}, tree, dir / "broker"); });
    starter.join();
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
