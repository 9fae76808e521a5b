// SPDX-License-Identifier: MIT
// What a process can do in a sandbox, tried and printed a line each; for the test that runs it as
// root and as an ordinary user.
#include <cstdio>
#include <cstring>
#include <exception>

#include "sim/sandbox/network.h"
#include "sim/sandbox/support.h"
#include "tests/sandbox/tcp.h"

namespace {

constexpr const char* rules =
    "table ip guard { chain in { type filter hook input priority 0; "
    "ip saddr 127.0.0.66 tcp dport 1883 reject with tcp reset; }; }";

const char* word(int code) {
  return code == 0 ? "yes" : std::strerror(code);
}

void tell(const char* what, int code) {
  std::printf("%s: %s\n", what, word(code));
}

}  // namespace

int main() {
  using namespace mqseal;
  try {
    const sandbox::Support support = sandbox::prepare();
    std::printf("possible: %s\n", support.possible ? "yes" : support.reason.c_str());
    const sandbox::Network network;
    network.run([] {
      tell("listens on 1883", test::listen_on(1883) >= 0 ? 0 : errno);
      tell("listens on 883", test::listen_on(883) >= 0 ? 0 : errno);
      tell("connects", test::connect_from("127.0.0.1", 1883));
      tell("connects from elsewhere", test::connect_from("127.0.0.66", 1883));
    });
    network.set_rules(rules);
    network.run([] {
      tell("ruled: connects", test::connect_from("127.0.0.1", 1883));
      tell("ruled: connects from elsewhere", test::connect_from("127.0.0.66", 1883));
    });
    network.set_rules("");
    network.run([] { tell("rules gone", test::connect_from("127.0.0.66", 1883)); });
  } catch (const std::exception& error) {
    std::printf("%s\n", error.what());
    return 1;
  }
  return 0;
}
