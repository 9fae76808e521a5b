// SPDX-License-Identifier: MIT
// "An attacker can create multiple connections, thus overloading the broker": a stranger opens as
// many as it gets and sends nothing. Two questions, since they have different answers: do clients
// that are connected suffer, and do new ones get in? On both ports, which share the broker's
// descriptors.
#include <algorithm>
#include <cerrno>
#include <memory>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/verdict.h"
#include "sim/attack/victims.h"

namespace mqseal::attack {
namespace {

/// The limit that systemd gives a service where its unit sets none, and mosquitto's sets none.
constexpr rlim_t descriptors = 1024;
constexpr std::size_t most_sockets = 1500;
constexpr std::uint64_t exchanges = 20, newcomers = 5;
constexpr Nanos newcomer_patience = 2 * base::nanos_per_second;

/// Idle TCP connections of the attacker's; closed with this.
class Sockets {
 public:
  Sockets(const Setting& setting, std::uint16_t port) : port_(port) {
    setting.guard.require("127.0.0.1", port);
  }

  Sockets(const Sockets&) = delete;
  Sockets& operator=(const Sockets&) = delete;

  ~Sockets() { std::ranges::for_each(open_, ::close); }

  /// One more. False where the system gives none, or the broker's backlog is full.
  bool add() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
      return false;
    }
    open_.push_back(fd);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port_);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the interface of connect(2)
    return ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 ||
           errno == EINPROGRESS;
  }

  [[nodiscard]] std::size_t count() const noexcept { return open_.size(); }

 private:
  std::uint16_t port_;
  std::vector<int> open_;
};

/// The broker's limit as a service has it, put back at the end.
class ServiceLimit {
 public:
  explicit ServiceLimit(pid_t pid) : pid_(pid) {
    ::prlimit(pid_, RLIMIT_NOFILE, nullptr, &before_);
    const rlimit limit{descriptors, before_.rlim_max};
    set_ = ::prlimit(pid_, RLIMIT_NOFILE, &limit, nullptr) == 0;
  }

  ServiceLimit(const ServiceLimit&) = delete;
  ServiceLimit& operator=(const ServiceLimit&) = delete;

  ~ServiceLimit() { ::prlimit(pid_, RLIMIT_NOFILE, &before_, nullptr); }

  [[nodiscard]] bool is_set() const noexcept { return set_; }

 private:
  pid_t pid_;
  rlimit before_{};
  bool set_ = false;
};

/// How many of some newcomers, as the application is one, the broker lets in.
std::uint64_t let_in(Stage& stage) {
  Access access(stage.setting(), stage.setting().broker.endpoint());
  std::uint64_t count = 0;
  for (std::uint64_t i = 0; i < newcomers; ++i) {
    client::Profile profile = access.victim(application_group(stage.setting()), "newcomer");
    profile.connect_timeout = newcomer_patience;
    Actor newcomer(stage, profile, fmt::format("newcomer-{}", i));
    count += newcomer.connect() ? 1U : 0U;
  }
  return count;
}

}  // namespace

record::Attack connection_hold(const Setting& setting) {
  Stage stage(setting);
  const ServiceLimit limit(setting.broker.pid());
  Victims victims(stage);
  if (!limit.is_set() || !victims.start() || let_in(stage) != newcomers) {
    return result_of({}, victims.control(), "newcomers do not get in without an attack either");
  }
  const client::Endpoint& endpoint = setting.broker.endpoint();
  const bool plain = endpoint.plain_port != 0;
  Sockets sockets(setting, plain ? endpoint.plain_port : endpoint.tls_port);
  // In steps, so that the broker accepts what came before its backlog is full.
  while (sockets.count() < most_sockets) {
    for (int i = 0; i < 50 && sockets.count() < most_sockets; ++i) {
      sockets.add();
    }
    static_cast<void>(victims.exchange("meanwhile"));
  }
  std::uint64_t arrived = 0;
  for (std::uint64_t i = 0; i < exchanges; ++i) {
    arrived += victims.exchange(fmt::format("still here {}", i)) ? 1U : 0U;
  }
  const std::uint64_t in = let_in(stage);
  record::Attack attack;
  attack.cases = {case_of("connected clients",
                          {true, exchanges, exchanges - arrived},
                          fmt::format("{} of {} of their messages arrived", arrived, exchanges)),
                  case_of("new clients",
                          {true, newcomers, newcomers - in},
                          fmt::format("{} of {} were let in", in, newcomers))};
  sum_up(attack);
  attack.control = "before it, messages arrived and newcomers were let in";
  attack.metrics["sockets"] = static_cast<double>(sockets.count());
  attack.evidence = fmt::format(
      "{} idle connections to the {} port, the broker with {} descriptors as a service has them: "
      "{}; of new clients on the port of the victims {}",
      sockets.count(),
      plain ? "plain" : "TLS",
      static_cast<std::uint64_t>(descriptors),
      attack.cases[0].evidence,
      attack.cases[1].evidence);
  return attack;
}

}  // namespace mqseal::attack
