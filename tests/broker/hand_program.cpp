// SPDX-License-Identifier: MIT
// `mqseal broker` without its command line. Usage: hand_program DIR PLAIN_PORT TLS_PORT.
#include <cstdio>
#include <string>

#include "sim/app/broker_command.h"

int main(int argc, char** argv) {
  using namespace mqseal;
  if (argc < 4) {
    return 2;
  }
  app::BrokerFlags flags;
  flags.dir = argv[1];
  flags.plain_port = static_cast<std::uint16_t>(std::stoi(argv[2]));
  flags.tls_port = static_cast<std::uint16_t>(std::stoi(argv[3]));
  try {
    return static_cast<int>(app::run_broker(flags));
  } catch (const base::Error& error) {
    std::printf("%s\n", error.what());
    return static_cast<int>(error.code());
  }
}
