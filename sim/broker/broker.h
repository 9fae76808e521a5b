// SPDX-License-Identifier: MIT
// A real broker as a child process in its own directory, with a plain and a TLS listener.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include "sim/broker/capability.h"
#include "sim/client/endpoint.h"
#include "sim/pki/pki.h"
#include "sim/scenario/scenario.h"

namespace mqseal::broker {

/// A broker that we started. Destruction stops it (SIGTERM, then SIGKILL after 5 s) and reaps it.
/// It dies with this process, also when that is killed with SIGKILL, and not with the thread that
/// started it. One owner thread at a time.
class Broker {
 public:
  Broker() = default;
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;
  virtual ~Broker() = default;

  [[nodiscard]] virtual const client::Endpoint& endpoint() const noexcept = 0;
  [[nodiscard]] virtual pid_t pid() const noexcept = 0;
  /// False once the process has ended; never blocks.
  [[nodiscard]] virtual bool alive() noexcept = 0;
  /// How it ended: "exit code 1", "signal 9 (Killed)"; empty while it runs. Known once alive() was
  /// false or stop() returned.
  [[nodiscard]] virtual std::string ending() const = 0;
  [[nodiscard]] virtual std::string kind() const = 0;     ///< "mosquitto"
  [[nodiscard]] virtual std::string version() const = 0;  ///< "2.0.11"
  /// What one must know to read its figures; may be empty.
  [[nodiscard]] virtual std::string_view quirks() const noexcept = 0;
  /// The CPU that it is pinned to, if any.
  [[nodiscard]] virtual std::optional<int> cpu() const noexcept = 0;
  /// Its limit of file descriptors.
  [[nodiscard]] std::optional<std::uint64_t> nofile() const noexcept;
  /// The last `lines` lines of its log, for error texts.
  [[nodiscard]] virtual std::string log_tail(std::size_t lines) const = 0;
  /// Ends it now; idempotent.
  virtual void stop() noexcept = 0;
  /// Ends it with SIGKILL and waits for its end; idempotent.
  virtual void kill() noexcept = 0;
  /// SIGSTOP, and SIGCONT.
  virtual void pause() noexcept = 0;
  virtual void resume() noexcept = 0;
  /// Starts it again once it has ended: same ports, configuration and folder, so that what it has
  /// kept on disk is there. Returns when CONNACKs come on both ports; throws as start().
  virtual void restart() = 0;
};

/// Starts the broker that `settings` names in `dir` (made where missing; broker.log and the
/// configuration stay there) and returns once a CONNACK came back on each of
/// its ports. Certificates come
/// from `tree`. The broker is pinned to `settings.cpu`, else to the last CPU where there are
/// several. Throws base::Error: environment, with the log's last lines, where the program is
/// missing (and how to install it), cannot bind (and who holds the port) or does not answer in the
/// time of its catalogue entry; usage for a kind that is not in the catalogue or a setting that it
/// cannot take (for mosquitto: mosquitto_config.h); interrupted where `stop` became true first.
[[nodiscard]] std::unique_ptr<Broker> start(const scenario::BrokerSettings& settings,
                                            const pki::Tree& tree,
                                            const std::filesystem::path& dir,
                                            const std::atomic<bool>* stop = nullptr);

/// One line of the catalogue of brokers.
struct BrokerInfo {
  std::string_view kind;
  std::string_view title;
  std::string_view package;  ///< what to install
  std::vector<Capability> capabilities;
  bool takes_passwords;
  std::string_view quirks;
  bool installed;
};

[[nodiscard]] std::vector<BrokerInfo> catalogue();

}  // namespace mqseal::broker
