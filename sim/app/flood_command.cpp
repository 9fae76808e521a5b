// SPDX-License-Identifier: MIT
// Attackers and sinks: children of mqseal that only mqseal starts. Whatever they are told, they aim
// at a port of this machine on which the broker (or sink) listens that their parent started.
#include <arpa/inet.h>
#include <netinet/in.h>

#include <fmt/format.h>

#include "sim/app/commands.h"
#include "sim/broker/port.h"
#include "sim/flood/attacker.h"

namespace mqseal::app {

base::ExitCode flood_attacker(const std::filesystem::path& folder, pid_t target) {
  flood::run_attacker(folder, [target](const flood::Job& job) -> std::string {
    in_addr address{};
    if (::inet_pton(AF_INET, job.address.c_str(), &address) != 1 ||
        ntohl(address.s_addr) >> 24U != IN_LOOPBACKNET) {
      return fmt::format("an attack on {} is refused: not this machine's loopback", job.address);
    }
    if (!broker::listens_on(target, job.port)) {
      return fmt::format(
          "an attack on port {} is refused: process {} does not listen there", job.port, target);
    }
    return {};
  });
  return base::ExitCode::done;
}

base::ExitCode flood_sink(const std::filesystem::path& certificate,
                          const std::filesystem::path& key) {
  flood::run_sink_process(certificate, key);
  return base::ExitCode::done;
}

}  // namespace mqseal::app
